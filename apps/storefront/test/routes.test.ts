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
    ["/checkout?checkout=1&cancelled=1", "/checkout", ""],
    ["/checkout/return?checkout=1", "/checkout/return", ""],
    ["/orders/0190a-b?token=secret", "/order", ""],
    ["/robots.txt", "/robots", ""],
    ["/sitemap.xml", "/sitemap/index", ""],
    ["/sitemap-2.xml", "/sitemap/2", ""],
    ["/products/heron", "/product/heron", ""],
    ["/products/heron?variant=1&utm_source=x", "/product/heron", ""],
    ["/products/caf%C3%A9", "/product/caf%C3%A9", ""],
    ["/products", "/shelf/newest.1", ""],
    ["/products?utm_source=x&gclid=y", "/shelf/newest.1", ""],
    ["/products?page=3&sort=-price", "/shelf/price-desc.3", ""],
    ["/products?page=abc&sort=evil", "/shelf/newest.1", ""],
    ["/categories/brew?page=2", "/category/brew/newest.2", ""],
    ["/products?search=kettle&page=2", "/find", "search=kettle&page=2"],
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
