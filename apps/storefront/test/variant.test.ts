import { describe, expect, it } from "vitest";
import { OWN, readVariant, segmentOf, variantFor } from "@/lib/variant";

describe("the variant's segment", () => {
  it.each([
    [OWN, "default"],
    [{ locale: null, currency: "USD" }, "own.USD.live"],
    [{ locale: "de", currency: null }, "de.own.live"],
    [{ locale: "pt-BR", currency: "BRL" }, "pt-BR.BRL.live"],
    [
      { ...OWN, face: "0192f0c1-aaaa-7bbb-8ccc-0123456789ab" },
      "own.own.live.0192f0c1-aaaa-7bbb-8ccc-0123456789ab",
    ],
  ])("%o is %s and back", (variant, segment) => {
    expect(segmentOf(variant)).toBe(segment);
    expect(readVariant(segment)).toEqual(variant);
  });

  it("has one spelling: no page is kept twice", () => {
    for (const other of ["own.own.live", "own.usd.live", "own.USD", "own.USD.draft", "a.b.c", ""]) {
      expect(readVariant(other), other).toBeNull();
    }
    expect(readVariant("own.USD.live.x")).toBeNull();
    for (const other of ["own.USD", "de.own"]) {
      expect(readVariant(`${other}.live.0192f0c1-aaaa-7bbb-8ccc-0123456789ab`)).toBeNull();
    }
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
