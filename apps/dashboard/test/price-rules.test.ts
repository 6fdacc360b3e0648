import { describe, expect, it } from "vitest";
import type { PreviewSum, PriceRule } from "@/api/price-rules";
import { priceRuleTexts } from "@/features/price-rules/texts";
import {
  blankRule,
  faults,
  fromRule,
  type RuleValues,
  ruleBody,
  triedBody,
} from "@/features/price-rules/values";
import { changing, formulaText, guardText, moved, staying } from "@/features/price-rules/words";

const values = (fields: Partial<RuleValues> = {}): RuleValues => ({
  ...blankRule(),
  name: "Usual",
  ...fields,
});

describe("a price rule's form", () => {
  it("becomes the API's body: shares in parts per million, nothing typed is nothing", () => {
    expect(ruleBody(values({ floor: "12,5", buffer: "" }))).toMatchObject({
      formula: { kind: "markup", factor_ppm: 2_500_000, add: 0 },
      floor_margin_ppm: 125_000,
      fx_buffer_ppm: 0,
      ending: "99",
      scope_id: null,
      destination: null,
    });
    expect(ruleBody(values({ kind: "bands" })).formula).toMatchObject({
      bands: [{ up_to: 1_000 }, { up_to: 5_000 }, { up_to: null }],
    });
  });

  it("comes back from a stored rule as it went", () => {
    for (const kind of ["markup", "margin", "bands"] as const) {
      const before = values({ kind, fee: "2.9", fixedFee: 30, add: 150, ending: "none" });
      const body = ruleBody(before);
      const stored = { ...body, scope_name: null, id: "1", updated_at: "" } as unknown as PriceRule;
      expect(ruleBody(fromRule(stored))).toEqual(body);
    }
  });

  it("says what is wrong, by field", () => {
    expect(faults(values())).toEqual({});
    expect(faults(values({ name: " ", factor: "0" }))).toEqual({ name: "name", factor: "factor" });
    expect(faults(values({ factor: "100.1" }))).toEqual({ factor: "factor" });
    expect(faults(values({ kind: "margin", margin: "60", fee: "40" }))).toEqual({
      margin: "together",
    });
    expect(faults(values({ scope: "product" }))).toEqual({ scopeId: "scope" });
    expect(faults(values({ floor: "91" }))).toEqual({ floor: "floor" });
    const [first, second, last] = blankRule().bands;
    const swapped = [second, first, last].filter((band) => band !== undefined);
    expect(faults(values({ kind: "bands", bands: swapped }))).toEqual({ bands: "bands_rise" });
    expect(faults(values({ add: Number.NaN }))).toEqual({ add: "amount" });
  });

  it("can be tried without a name or while off, and not while something is missing", () => {
    expect(triedBody(values({ name: "", active: false }))).toMatchObject({ active: true });
    expect(triedBody(values({ factor: "x" }))).toBeNull();
  });
});

describe("what is said of rules and prices", () => {
  const t = priceRuleTexts.translator("en");
  const rule = (fields: Partial<RuleValues>) => ruleBody(values(fields)) as unknown as PriceRule;

  it("puts a formula into words", () => {
    expect(formulaText(rule({ add: 100 }), "EUR", t)).toBe("Cost × 2.5 + €1.00");
    expect(formulaText(rule({ kind: "margin" }), "EUR", t)).toBe("40 % margin");
    expect(formulaText(rule({ kind: "bands" }), "EUR", t)).toBe("3 cost bands");
    expect(guardText(rule({}), t)).toBe("ends in .99, never below 15 % margin");
  });

  it("counts what changes and what stays", () => {
    const sum: PreviewSum = {
      total: 21,
      looked: 21,
      raised: 1,
      lowered: 2,
      review: 3,
      ignored: 4,
      same: 5,
      locked: 6,
      refused: 0,
      unpriced: 0,
    };
    expect([changing(sum, false), changing(sum, true), staying(sum)]).toEqual([3, 6, 15]);
    expect(moved({ old_price: 1_000, new_price: 1_250 })).toBe(0.25);
    expect(moved({ old_price: 0, new_price: 1_250 })).toBeNull();
  });
});
