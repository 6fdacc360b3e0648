import { describe, expect, it } from "vitest";
import { decimal, formatMoney, formatRound, saving, toMinor } from "@/lib/money";

const money = (amount: number, currency: string) => ({ amount, currency });

describe("prices", () => {
  it.each([
    [8900, "EUR", "en", "€89.00"],
    [8900, "JPY", "en", "¥8,900"],
    [8900, "KWD", "en", "KWD 8.900"],
    [0, "EUR", "en", "€0.00"],
    [-430, "EUR", "en", "-€4.30"],
    [123456789012, "EUR", "en", "€1,234,567,890.12"],
    [8900, "EUR", "de-DE", "89,00 €"],
    [12345, "ISK", "en", "ISK 123.45"],
  ])("%d %s in %s is %s", (amount, currency, locale, expected) => {
    expect(formatMoney(money(amount, currency), locale).replace(/\u00a0/g, " ")).toBe(expected);
  });

  it("drops empty decimals only where they are empty", () => {
    expect(formatRound(money(6000, "EUR"), "en")).toBe("€60");
    expect(formatRound(money(6050, "EUR"), "en")).toBe("€60.50");
    expect(formatRound(money(6000, "JPY"), "en")).toBe("¥6,000");
  });

  it.each([
    [8900, "EUR", "89.00"],
    [5, "EUR", "0.05"],
    [8900, "JPY", "8900"],
    [8900, "KWD", "8.900"],
    [7, "KWD", "0.007"],
    [-5, "EUR", "-0.05"],
  ])("%d %s as a decimal is %s", (amount, currency, expected) => {
    expect(decimal(money(amount, currency))).toBe(expected);
  });

  it("boasts of no saving that is none", () => {
    expect(saving(money(8900, "EUR"), money(10400, "EUR"))).toBe(14);
    expect(saving(money(8900, "EUR"), null)).toBeNull();
    expect(saving(money(8900, "EUR"), money(8900, "EUR"))).toBeNull();
    expect(saving(money(8900, "EUR"), money(8000, "EUR"))).toBeNull();
    expect(saving(money(9999, "EUR"), money(10000, "EUR"))).toBeNull();
    expect(saving(money(0, "EUR"), money(500, "EUR"))).toBe(100);
    expect(saving(money(1, "EUR"), money(500, "USD"))).toBeNull();
  });

  it.each([
    ["49.90", "EUR", 4990],
    ["49,9", "EUR", 4990],
    ["49", "JPY", 49],
    ["49.99", "JPY", 49],
    ["1.5", "KWD", 1500],
    ["", "EUR", null],
    ["-1", "EUR", null],
    ["1e9", "EUR", null],
  ])("%j %s is %s minor units", (text, currency, expected) => {
    expect(toMinor(text, currency)).toBe(expected);
  });
});
