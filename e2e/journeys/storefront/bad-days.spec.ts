import { expect } from "@playwright/test";
import { test } from "../platform";
import { Stand } from "./stand";
import { isHit, view } from "./view";

const PAGE = "/products/heron-gooseneck-kettle";
let stand: Stand;

test.beforeAll(async () => {
  stand = await Stand.start();
});
test.afterAll(() => stand.stop());
test.beforeEach(() => {
  stand.gate = "open";
  stand.calls = [];
});

const see = (path: string, headers: Record<string, string> = {}) =>
  view("demo", path, { port: stand.port, headers });
const asked = (end: string) => stand.calls.filter((path) => path.endsWith(end)).length;

test("a crowd before one page that nobody keeps yet is one question to the API", async () => {
  const crowd = await Promise.all(Array.from({ length: 60 }, () => see(PAGE)));
  expect(new Set(crowd.map((seen) => seen.status))).toEqual(new Set([200]));
  expect(new Set(crowd.map((seen) => seen.headers.etag)).size).toBe(1);
  expect(asked(PAGE)).toBe(1);
  stand.calls = [];
  const again = await Promise.all(Array.from({ length: 60 }, () => see(PAGE)));
  expect(again.every(isHit)).toBe(true);
  expect(stand.calls).toEqual([]);
});

test("what nobody lists fills no cache: made-up parameters and headers share one page", async () => {
  await see(PAGE);
  stand.calls = [];
  for (let n = 0; n < 50; n++) {
    const seen = await see(`${PAGE}?v=${n}&store=s${n}`, { "X-Made-Up": `${n}`, Cookie: `a=${n}` });
    expect(isHit(seen)).toBe(true);
  }
  expect(stand.calls).toEqual([]);
});

for (const gate of ["refusing", "hanging"] as const) {
  test(`the API is ${gate}: kept pages are served, the others and the till say so`, async () => {
    await see(PAGE);
    await see("/checkout");
    stand.gate = gate;
    for (const path of [PAGE, "/checkout"]) {
      const kept = await see(path);
      expect(kept.status).toBe(200);
      expect(isHit(kept)).toBe(true);
    }
    const other = gate === "refusing" ? "/products/fjord-dripper-02" : "/products/dune-cups";
    const away = await see(other);
    expect(away.status).toBe(503);
    expect(Number(away.headers["retry-after"])).toBeGreaterThan(0);
    expect(away.headers["cache-control"]).toContain("no-store");
    expect(away.body).toContain("We will be right back");
    if (gate === "refusing") {
      const bag = await see("/api/cart", { Cookie: "" });
      const started = await view("demo", "/api/cart/lines", {
        port: stand.port,
        method: "POST",
        headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "same-origin" },
        body: JSON.stringify({ variant_id: "01a1fca2-0823-70db-92e9-8c4b56b4e38b", quantity: 1 }),
      });
      expect(bag.status).toBeLessThan(500);
      expect(started.status).toBe(503);
      expect(JSON.parse(started.body).error.code).toBe("api_unavailable");
    }
    stand.gate = "open";
    expect((await see(other)).status).toBe(200);
  });
}
