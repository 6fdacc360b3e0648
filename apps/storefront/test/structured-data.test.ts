import { describe, expect, it } from "vitest";
import type { Product, Store } from "@/lib/api-types";
import { deliveryTo } from "@/lib/delivery";
import { sitemapIndex, urlset } from "@/lib/sitemap";
import { breadcrumbs, productData } from "@/lib/structured-data";
import { favicon, initialOf } from "@/theme/favicon";
import { readTheme } from "@/theme/theme";

const origin = "http://demo.localhost:3001";
const money = (amount: number) => ({ amount, currency: "EUR" });
const variant = (id: string, amount: number, available = true) => ({
  id,
  title: id,
  options: {},
  sku: null,
  price: money(amount),
  compare_at_price: null,
  available,
  left: null,
  prior_price: null,
});
const product = (variants: Product["variants"]): Product => ({
  id: "p",
  slug: "a b",
  title: "</script><b>",
  description: "<p>Text</p>",
  vendor: null,
  product_type: null,
  tags: [],
  images: [],
  options: [],
  variants,
  categories: [],
  seo: { title: null, description: null, keywords: [] },
  breadcrumb: [],
  is_gift_card: false,
  safety: null,
  related: [],
  rating: null,
  updated_at: "2026-01-01T00:00:00Z",
});

describe("structured data", () => {
  it("states one offer, many, or their range, with decimals of the currency", () => {
    expect(productData(product([variant("v", 8900)]), origin)).toMatchObject({
      "@id": `${origin}/products/a%20b#product`,
      offers: { price: "89.00", availability: "https://schema.org/InStock" },
    });
    const two = productData(product([variant("v", 0), variant("w", 5, false)]), origin) as {
      offers: { price: string; availability: string; url: string }[];
    };
    expect(two.offers.map((offer) => offer.price)).toEqual(["0.00", "0.05"]);
    expect(two.offers[1]?.availability).toBe("https://schema.org/OutOfStock");
    const many = Array.from({ length: 2048 }, (_, i) => variant(`v${i}`, 1000 + i));
    expect(productData(product(many), origin)).toMatchObject({
      offers: {
        "@type": "AggregateOffer",
        lowPrice: "10.00",
        highPrice: "30.47",
        offerCount: 2048,
      },
    });
  });

  it("needs no picture, vendor or variant", () => {
    const bare = productData(product([]), origin);
    expect(bare).not.toHaveProperty("image");
    expect(bare).not.toHaveProperty("offers");
    expect(bare).not.toHaveProperty("brand");
  });

  it("numbers its crumbs", () => {
    const crumbs = breadcrumbs([{ name: "Shop", path: "/products" }], origin);
    expect(crumbs).toMatchObject({
      itemListElement: [{ position: 1, item: `${origin}/products` }],
    });
  });
});

describe("sitemaps", () => {
  it("hold only addresses of the shop, escaped", () => {
    const entries = [
      "/",
      "/products/a&b",
      "//evil.example/x",
      "https://evil.example",
      "/\\evil",
    ].map((path) => ({ path, updated_at: path === "/" ? "not a date" : "2026-01-02T03:04:05Z" }));
    const xml = urlset(entries, origin);
    expect(xml.match(/<loc>/g)).toHaveLength(2);
    expect(xml).toContain(`<loc>${origin}/products/a&#38;b</loc><lastmod>2026-01-02`);
    expect(xml).not.toContain("evil");
    expect(sitemapIndex(2, origin)).toContain(`${origin}/sitemap-2.xml`);
  });
});

describe("small words", () => {
  const ships = (ship_to: string[]): Pick<Store, "ship_to" | "locale"> => ({
    ship_to,
    locale: "en",
  });

  it("say where it goes", () => {
    expect(deliveryTo(ships([]), 2)).toBeNull();
    expect(deliveryTo(ships(["DE"]), 2)).toBe("Delivery to Germany");
    expect(deliveryTo(ships(["DE", "AT"]), 2)).toBe("Delivery to Germany and Austria");
    expect(deliveryTo(ships(["DE", "AT", "FR"]), 2)).toBe(
      "Delivery to Germany, Austria and 1 more country",
    );
    expect(deliveryTo(ships(["DE", "AT", "FR"]), 1)).toBe("Delivery to 3 countries");
    expect(deliveryTo(ships(Array(200).fill("DE")), 2)).toBe("Delivery worldwide");
  });

  it("make a mark of any name", () => {
    expect(initialOf("kettle")).toBe("K");
    expect(initialOf("<b>")).toBe("B");
    expect(initialOf("  ☕ ")).toBe("•");
    expect(initialOf("إبريق")).toBe("إ");
    expect(decodeURIComponent(favicon("<script>", readTheme(null)))).not.toContain("<script");
  });
});
