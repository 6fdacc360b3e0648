import { describe, expect, it } from "vitest";
import { OWN, readVariant, segmentOf, variantFor } from "@/lib/variant";

describe("the variant's segment", () => {
  it.each([
    [OWN, "default"],
    [{ locale: null, currency: "USD" }, "own.USD.live"],
    [{ locale: "de", currency: null }, "de.own.live"],
    [{ locale: "pt-BR", currency: "BRL" }, "pt-BR.BRL.live"],
  ])("%o is %s and back", (variant, segment) => {
    expect(segmentOf(variant)).toBe(segment);
    expect(readVariant(segment)).toEqual(variant);
  });

  it("has one spelling: no page is kept twice", () => {
    for (const other of ["own.own.live", "own.usd.live", "own.USD", "own.USD.draft", "a.b.c", ""]) {
      expect(readVariant(other), other).toBeNull();
    }
    expect(readVariant("own.USD.live.x")).toBeNull();
  });
});

describe("a wish", () => {
  const offer = {
    own: "EUR",
    currencies: ["EUR", "USD"],
    ownLocale: "en",
    locales: ["en", "de"],
  };

  it("is checked against what the store offers", () => {
    expect(variantFor({ locale: "de", currency: "USD" }, offer)).toEqual({
      locale: "de",
      currency: "USD",
    });
    for (const currency of ["EUR", "CHF", ""]) {
      for (const locale of ["en", "fr", ""]) {
        expect(variantFor({ locale, currency }, offer)).toEqual(OWN);
      }
    }
  });
});
