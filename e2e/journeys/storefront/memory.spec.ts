import { expect } from "@playwright/test";
import { test } from "../platform";
import { Stand } from "./stand";
import { isHit, view } from "./view";

/** Distinct pages to visit. 5,000 with the cache's real size is `STOREFRONT_PAGES=5000`. */
const PAGES = Number(process.env.STOREFRONT_PAGES ?? "300");
const SMALL_CACHE_MB = 4;
const MB = 1024 * 1024;

test(`memory stays bounded over ${PAGES} different pages`, async () => {
  test.setTimeout(PAGES * 250 + 60_000);
  const full = PAGES >= 5_000;
  const stand = await Stand.start(full ? {} : { STOREFRONT_CACHE_MB: String(SMALL_CACHE_MB) });
  try {
    const see = (n: number) => view("demo", `/products/copy-${n}`, { port: stand.port });
    const visit = async (from: number, to: number) => {
      let next = from;
      const visitor = async () => {
        while (next < to) expect((await see(next++)).status).toBe(200);
      };
      await Promise.all(Array.from({ length: 8 }, visitor));
    };
    const readings: number[] = [];
    const step = Math.ceil(PAGES / 6);
    for (let n = 0; n < PAGES; n += step) {
      await visit(n, Math.min(PAGES, n + step));
      readings.push(Math.round(stand.memory() / MB));
    }
    process.stdout.write(`  resident MB after each ${step} pages: ${readings.join(", ")}\n`);
    // The last ones are kept, and in a small cache the first had to go.
    expect(isHit(await see(PAGES - 1))).toBe(true);
    if (!full) expect(isHit(await see(0))).toBe(false);
    // 512 MB of heap at most, 192 MB of pages outside it, and the program itself.
    expect(Math.max(...readings)).toBeLessThan(full ? 800 : 450);
  } finally {
    await stand.stop();
  }
});
