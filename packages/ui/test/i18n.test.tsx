import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { createCatalogue, directionOf } from "../src/catalogue";

const texts = createCatalogue(
  {
    plain: "Orders",
    hello: "Hello {name}",
    orders: "{count, plural, =0 {No orders} one {# order} other {# orders by {name}}}",
    who: "{who, select, you {You} other {They}} paid {amount, number}",
  },
  {
    de: { plain: "Bestellungen" },
    pl: { orders: "{count, plural, one {# a} few {# b} many {# c} other {# d}}" },
  },
);
const t = texts.translator("en");

describe("catalogue", () => {
  it("fills in names, plurals, selections and numbers", () => {
    expect(t("plain")).toBe("Orders");
    expect(t("hello", { name: "Ann" })).toBe("Hello Ann");
    expect(t("orders", { count: 0, name: "" })).toBe("No orders");
    expect(t("orders", { count: 1, name: "" })).toBe("1 order");
    expect(t("orders", { count: 1234, name: "Bo" })).toBe("1,234 orders by Bo");
    expect(t("who", { who: "you", amount: 1000 })).toBe("You paid 1,000");
    expect(t("who", { who: "x", amount: 1 })).toBe("They paid 1");
  });

  it("uses the language's own plural rules and falls back to English", () => {
    const pl = texts.translator("pl");
    expect(pl("orders", { count: 3, name: "" })).toBe("3 b");
    expect(pl("orders", { count: 5, name: "" })).toBe("5 c");
    expect(pl("plain")).toBe("Orders");
    expect(texts.translator("de-AT")("plain")).toBe("Bestellungen");
  });

  it("puts nodes into sentences without making them text", () => {
    const html = renderToStaticMarkup(<p>{t.rich("hello", { name: <b>{"<Ann>"}</b> })}</p>);
    expect(html).toBe("<p>Hello <b>&lt;Ann&gt;</b></p>");
  });

  it("refuses missing parameters and broken messages instead of showing holes", () => {
    // @ts-expect-error the compiler asks for `name`
    expect(() => t("hello")).toThrow(/name/);
    // @ts-expect-error the compiler asks for `count` as well
    expect(() => t("orders", { name: "x" })).toThrow(/count/);
    // @ts-expect-error no such key
    expect(() => t("missing")).toThrow(/Unknown message/);
    const broken = createCatalogue({ a: "{n, plural, one {x y}}", b: "{open" });
    expect(() => broken.translator("en")("a", { n: 1 })).toThrow(/other/);
    expect(() => broken.translator("en")("b")).toThrow(/braces/);
  });

  it("knows directions", () => {
    expect(directionOf("ar-EG")).toBe("rtl");
    expect(directionOf("de")).toBe("ltr");
  });
});
