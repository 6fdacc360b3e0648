import { expect } from "@playwright/test";
import { test } from "../platform";
import { merchant, type Thing } from "./merchant";
import { ask, isHit, until, view } from "./view";

const port = process.env.STOREFRONT_PORT ?? "3001";
/** "At once" of web.md §1: from the answer to a write until the page shows it. */
const AT_ONCE_MS = 1_000;

const KINDS = ["/", "/products", "/products/heron-gooseneck-kettle", "/cart", "/checkout"];

for (const path of KINDS) {
  test(`${path} is cached whole, whoever asks and however`, async () => {
    await view("demo", path);
    const first = await view("demo", path);
    expect(first.status).toBe(200);
    expect(isHit(first)).toBe(true);
    expect(first.headers["set-cookie"]).toBeUndefined();
    expect(first.headers["cache-control"]).toBe("public, max-age=0, must-revalidate");
    const others = [
      await view("demo", `${path}?utm_source=mail&fbclid=1&store=other`),
      await view("demo", path, {
        headers: { Cookie: "ecomm_store=other; ecomm_shopper_access=x" },
      }),
      await view("demo", path, {
        headers: {
          "X-Forwarded-Host": "other.localhost",
          "X-Original-Host": "other.localhost",
          Forwarded: "host=other.localhost",
          "X-Tenant-Id": "other",
          "X-Store-Slug": "other",
          "X-Middleware-Subrequest": "src/proxy",
          "X-Middleware-Rewrite": "/s/other/default",
          "X-Forwarded-Prefix": "/s/other",
          "Accept-Language": "de",
          "User-Agent": "someone",
        },
      }),
      await ask(`DEMO.LOCALHOST:${port}`, path),
      await ask(`demo.localhost.:${port}`, path),
    ];
    for (const seen of others) {
      expect(seen.status).toBe(200);
      expect(isHit(seen)).toBe(true);
      expect(seen.headers.etag).toBe(first.headers.etag);
    }
    const known = await view("demo", path, {
      headers: { "If-None-Match": first.headers.etag ?? "" },
    });
    expect(known.status).toBe(304);
    expect(known.body).toBe("");
  });
}

test("two stores with the same addresses never mix, whatever names the other one", async () => {
  const owner = await merchant();
  const [one, two] = [await owner.store(), await owner.store()];
  await owner.product(one, { title: "Same Name", description: "CANARY-ONE" });
  await owner.product(two, { title: "Same Name", description: "CANARY-TWO" });
  const path = "/products/same-name";
  for (let round = 0; round < 2; round++) {
    const [left, right] = await Promise.all([view(one.slug, path), view(two.slug, path)]);
    expect(left.body).toContain("CANARY-ONE");
    expect(left.body).not.toContain("CANARY-TWO");
    expect(right.body).toContain("CANARY-TWO");
    expect(right.body).not.toContain("CANARY-ONE");
  }
  const tricks = [
    view(one.slug, `${path}?store=${two.slug}`),
    view(one.slug, path, { headers: { Cookie: `ecomm_store=${two.slug}` } }),
    view(one.slug, path, { headers: { "X-Forwarded-Host": `${two.slug}.localhost:${port}` } }),
    view(one.slug, path, { headers: { "X-Ecomm-Store": two.slug, "X-Store": two.slug } }),
  ];
  for (const trick of tricks) {
    const seen = await trick;
    expect(seen.body).toContain("CANARY-ONE");
    expect(seen.body).not.toContain("CANARY-TWO");
  }
  const closed = [
    await view(one.slug, `/s/${two.slug}/default${path}`),
    await view(one.slug, `/%73/${two.slug}/default${path}`),
    await view(one.slug, `/S/${two.slug}/default${path}`),
    await ask(`${two.slug}.localhost.evil.example`, path),
    await ask(`evil.example`, path),
    await ask(`${two.slug}_localhost`, path),
    await ask(`x.${two.slug}.localhost:${port}`, path),
  ];
  for (const seen of closed) {
    expect(seen.status).toBe(404);
    expect(seen.body).not.toContain("CANARY-TWO");
  }
});

test("every change a shopper could see shows within a second", async () => {
  const owner = await merchant();
  let store = await owner.store();
  const mug = await owner.product(store, { title: "Trail Mug", stock: 3 });
  const page = "/products/trail-mug";
  const took: Record<string, number> = {};
  const fresh = async (
    what: string,
    path: string,
    change: () => Promise<unknown>,
    wanted: (body: string, status: number) => boolean,
  ) => {
    // The call about the change before may still be on its way.
    await until(store.slug, path, isHit);
    const before = await view(store.slug, path);
    expect(wanted(before.body, before.status), `not there before: ${what}`).toBe(false);
    await change();
    took[what] = await until(store.slug, path, (seen) => wanted(seen.body, seen.status));
  };
  const patch = (fields: Record<string, unknown>) =>
    owner.call("PATCH", `/stores/${store.id}/products/${mug.id}`, fields);
  const patchStore = (fields: Record<string, unknown>) =>
    owner.call("PATCH", `/stores/${store.id}`, fields);

  for (const amount of [1990, 2990, 3990, 4990, 5990]) {
    const shown = `€${(amount / 100).toFixed(2)}`;
    const price = () => patch({ price: { amount, currency: "EUR" } });
    await fresh(`price ${shown}`, page, price, (body) => body.includes(shown));
  }
  await fresh(
    "price in the list",
    "/products",
    () => patch({ price: { amount: 777, currency: "EUR" } }),
    (body) => body.includes("€7.77"),
  );
  await fresh(
    "title on the home page",
    "/",
    () => patch({ title: "Trail Mug Two" }),
    (body) => body.includes("Trail Mug Two"),
  );
  const [variant] = (
    (await owner.call("GET", `/stores/${store.id}/products/${mug.id}`)) as {
      variants: { id: string }[];
    }
  ).variants;
  await fresh(
    "sold out",
    page,
    () => owner.call("PATCH", `/stores/${store.id}/inventory/${variant?.id}`, { on_hand: 0 }),
    (body) => /schema\.org\/OutOfStock/.test(body),
  );
  await fresh(
    "unpublished",
    page,
    () => patch({ status: "draft" }),
    (_body, status) => status === 404,
  );
  await fresh(
    "published again",
    page,
    () => patch({ status: "active" }),
    (_body, status) => status === 200,
  );
  await fresh(
    "new product in the sitemap",
    "/sitemap.xml",
    () => owner.product(store, { title: "Second Mug" }),
    (body) => body.includes("second-mug"),
  );
  await fresh(
    "store's name",
    page,
    () => patchStore({ name: "Renamed House" }),
    (body) => body.includes("Renamed House"),
  );
  await fresh(
    "paused",
    page,
    () => patchStore({ status: "paused" }),
    (_body, status) => status === 503,
  );
  await fresh(
    "open again",
    page,
    () => patchStore({ status: "active" }),
    (_body, status) => status === 200,
  );
  const slug = `${store.slug}-new`;
  const moved: Thing = { ...store, slug };
  expect((await view(slug, page)).status).toBe(404);
  await fresh(
    "old slug gone",
    page,
    () => patchStore({ slug }),
    (_body, status) => status === 404,
  );
  store = moved;
  took["new slug there"] = await until(slug, page, (seen) => seen.status === 200);
  const slow = Object.entries(took).filter(([, ms]) => ms > AT_ONCE_MS);
  const told = Object.entries(took).map(([what, ms]) => `${what} ${Math.round(ms)}`);
  process.stdout.write(`  fresh after ms: ${told.join(", ")}\n`);
  expect(slow).toEqual([]);
});
