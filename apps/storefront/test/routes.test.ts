import { globSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inside } from "@/lib/routes";

const at = (address: string) => {
  const url = new URL(address, "http://shop.example");
  return inside(url.pathname, url.searchParams);
};

describe("public addresses", () => {
  it.each([
    ["/", "", ""],
    ["/cart", "/cart", ""],
    ["/track?number=1001", "/track", ""],
    ["/gift-card", "/gift-card", ""],
    ["/newsletter/sent?x=1", "/newsletter/sent", ""],
    ["/newsletter/confirm?token=abc&x=1", "/confirm", "token=abc"],
    ["/api/newsletter", "/api/newsletter", ""],
    ["/api/newsletter/confirm", "/api/newsletter/confirm", ""],
    ["/api/gift-cards/balance", "/api/gift-cards/balance", ""],
    ["/checkout?checkout=1&cancelled=1", "/checkout", ""],
    ["/checkout/return?checkout=1", "/checkout/return", ""],
    ["/orders/0190a-b?token=secret", "/order", ""],
    ["/robots.txt", "/robots", ""],
    ["/sitemap.xml", "/sitemap/index", ""],
    ["/sitemap-2.xml", "/sitemap/2", ""],
    ["/feed.xml", "/feed", ""],
    ["/products/heron", "/product/heron", ""],
    ["/products/heron?variant=1&utm_source=x", "/product/heron", ""],
    ["/products/caf%C3%A9", "/product/caf%C3%A9", ""],
    ["/products", "/shelf/newest.1", ""],
    ["/products?utm_source=x&gclid=y", "/shelf/newest.1", ""],
    ["/products?page=3&sort=-price", "/shelf/price-desc.3", ""],
    ["/products?page=abc&sort=evil", "/shelf/newest.1", ""],
    ["/categories/brew?page=2", "/category/brew/newest.2", ""],
    ["/collections", "/collections", ""],
    ["/collections/summer", "/collection/summer/featured.1", ""],
    ["/collections/summer?sort=newest&page=2", "/collection/summer/newest.2", ""],
    ["/collections/summer?tag=x&sort=featured", "/find/collection/summer", "tag=x"],
    ["/products?search=kettle&page=2", "/find", "search=kettle&page=2"],
    ["/blog", "/journal/all.1", ""],
    ["/blog?utm_source=x&page=0", "/journal/all.1", ""],
    ["/blog?category=guides&page=2&tag=x", "/journal/category~guides.2", ""],
    ["/blog?tag=tea%20%26%20co", "/journal/tag~tea%20%26%20co.1", ""],
    ["/blog/how-to-brew", "/post/how-to-brew", ""],
    ["/categories/brew?option=Size:S&x=1", "/find/brew", "option=Size%3AS"],
    ["/api/cart/lines/1?x=1", "/api/cart/lines/1", "x=1"],
  ])("%s → %s", (address, path, search) => {
    expect(at(address)).toEqual({ path, search });
  });

  it.each([
    "/s/demo/default",
    "/S/demo",
    "/product/heron",
    "/shelf/newest.1",
    "/find",
    "/order",
    "/missing",
    "/products/a/b",
    "/products/a%2Fb",
    "/products/%00",
    "/products/%E0%A4%A",
    `/products/${"x".repeat(256)}`,
    "/categories/a/b",
    "/constructor",
    "/__proto__",
    "/api/v1/auth/login",
    "/api/cart/lines/1/2",
    "/sitemap-0.xml",
    "/sitemap-1.xml/x",
    "/anything",
  ])("%s leads nowhere", (address) => {
    expect(at(address)).toBeNull();
  });

  it("a dot segment leads nowhere", () => {
    expect(inside("/products/%2e%2e", new URLSearchParams())).toBeNull();
    expect(inside("/products/..", new URLSearchParams())).toBeNull();
  });

  it("an endless query stays bounded", () => {
    const many = Array.from({ length: 500 }, (_, i) => `option=A:${i}`).join("&");
    const found = at(`/products?${many}&search=${"x".repeat(5000)}`);
    expect(found?.search.match(/option=/g)).toHaveLength(40);
    expect(found?.search.length).toBeLessThan(1200);
  });
});

describe("the account", () => {
  const at = (path: string) => inside(path, new URLSearchParams("token=secret"));

  it("its pages are one cached page each, without the query of a mail's link", () => {
    expect(at("/account/verify")).toEqual({ path: "/account/verify", search: "" });
    expect(at("/account/orders/01a1fe2d-e9a9-7724-90f2-a664ca5841f1")).toEqual({
      path: "/account/order",
      search: "",
    });
    expect(at("/wishlist")).toEqual({ path: "/account/wishlist", search: "" });
    expect(at("/cart/recover")).toEqual({ path: "/account/recover", search: "" });
  });

  it("made-up addresses below it are no page and no endpoint", () => {
    for (const path of [
      "/account/recover",
      "/account/other",
      "/account/orders/1",
      "/api/account",
    ]) {
      expect(at(path), path).toBeNull();
    }
    expect(at("/api/account/me/../refresh")).toBeNull();
  });
});

describe("the shop's own endpoints", () => {
  const id = "01990000-0000-7000-8000-000000000001";
  /** What stands for the segments that an address fills in. */
  const samples: Record<string, string[]> = {
    "[id]": [id],
    "[code]": ["SUMMER%2010"],
    "[visitor]": [id],
    "[action]": ["login"],
    "[...path]": ["orders", `addresses/list/${id}`],
    "[...step]": [
      "returns",
      `returns/${id}/cancel`,
      `withdrawals/${id}/confirm`,
      "invoices/pdf",
      `returns/${id}/photos`,
      `returns/${id}/photos/${id}`,
    ],
  };
  const fill = (path: string): string[] => {
    const hole = Object.keys(samples).find((name) => path.includes(name));
    return hole === undefined
      ? [path]
      : (samples[hole] ?? []).flatMap((value) => fill(path.replace(hole, value)));
  };
  const folder = "src/app/s/[store]/[variant]";
  const routes = globSync("**/route.ts", { cwd: folder })
    .filter((file) => file.startsWith("api/"))
    .map((file) => `/${file.slice(0, -"/route.ts".length)}`);

  it("are many", () => expect(routes.length).toBeGreaterThan(15));

  it.each(routes.flatMap(fill))("%s is reached", (path) => {
    expect(inside(path, new URLSearchParams())?.path).toBe(path);
  });
});
