/** What a page of the shop makes a browser load before anything is pressed. */
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { view } from "./view";

const SOME = "01990000-0000-7000-8000-000000000001";

/**
 * In kB gzip, a twentieth over what was measured: scripts, the page with its words, styles. 132 of
 * the scripts are the framework's.
 */
const SCRIPTS = { shop: 154, till: 161, account: 161 } as const;
const PAGE = 22;
const STYLES = 12;

const PAGES: [string, keyof typeof SCRIPTS][] = [
  ["/", "shop"],
  ["/products", "shop"],
  ["/products/heron-gooseneck-kettle", "shop"],
  ["/cart", "shop"],
  ["/checkout", "till"],
  ["/checkout/return?checkout=x", "till"],
  [`/orders/${SOME}?token=x`, "till"],
  [`/pay?draft=${SOME}&token=x`, "till"],
  ["/track", "shop"],
  ["/gift-card", "shop"],
  ["/login", "account"],
  ["/account", "account"],
  ["/account/wishlist", "account"],
  ["/account/addresses", "account"],
  ["/cart/recover?token=x", "account"],
  ["/pages/about", "shop"],
];

test("no page of the shop is heavier than its budget", async () => {
  const sizes = new Map<string, number>();
  const sizeOf = async (name: string): Promise<number> => {
    const known = sizes.get(name);
    if (known !== undefined) return known;
    const { status, body } = await view("demo", `/_next/${name}`);
    expect(status, name).toBe(200);
    const size = gzipSync(body).length / 1000;
    sizes.set(name, size);
    return size;
  };
  const sum = async (names: Iterable<string>) => {
    let all = 0;
    for (const name of new Set(names)) all += await sizeOf(name);
    return all;
  };
  for (const [address, kind] of PAGES) {
    const { body: whole } = await view("demo", address);
    const html = whole.replace(/<script[^>]*\bnomodule\b[^>]*>/gi, ""); // browsers of ten years ago
    const scripts = html.match(/static\/chunks\/[\w~.-]+\.js/g) ?? [];
    expect(new Set(scripts).size, `${address} names its scripts`).toBeGreaterThan(5);
    const styles = html.match(/static\/(?:css|chunks)\/[\w~.-]+\.css/g) ?? [];
    expect(styles.length, `${address} names its styles`).toBeGreaterThan(0);
    expect.soft(await sum(scripts), `scripts of ${address}, kB`).toBeLessThanOrEqual(SCRIPTS[kind]);
    expect.soft(await sum(styles), `styles of ${address}, kB`).toBeLessThanOrEqual(STYLES);
    const page = gzipSync(whole).length / 1000;
    expect.soft(page, `${address} itself, kB`).toBeLessThanOrEqual(PAGE);
  }
});
