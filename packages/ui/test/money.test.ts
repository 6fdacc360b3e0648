import { describe, expect, it } from "vitest";
import { currencySymbol, formatMoney, moneyParts, parseMoney, toDecimal } from "../src/lib/money";

const nbsp = (text: string) => text.replace(/\u00a0/g, " ");

describe("money", () => {
  it.each([
    [0, "EUR", "0.00"],
    [5, "EUR", "0.05"],
    [123456, "EUR", "1234.56"],
    [-5, "EUR", "-0.05"],
    [1235, "JPY", "1235"],
    [1234, "KWD", "1.234"],
    [7, "KWD", "0.007"],
    [999_999_999_999, "EUR", "9999999999.99"],
  ])("writes %d %s as %s", (amount, currency, expected) => {
    expect(toDecimal(amount, currency)).toBe(expected);
    expect(parseMoney(expected, currency)).toBe(amount < 0 ? "invalid" : amount);
  });

  it("formats for people", () => {
    expect(formatMoney({ amount: 123456, currency: "EUR" })).toBe("€1,234.56");
    expect(formatMoney({ amount: -355, currency: "EUR" })).toBe("−€3.55");
    expect(formatMoney({ amount: 1235, currency: "JPY" })).toBe("¥1,235");
    expect(nbsp(formatMoney({ amount: 1234, currency: "KWD" }))).toBe("KWD 1.234");
    expect(nbsp(formatMoney({ amount: 123456, currency: "EUR" }, "de"))).toBe("1.234,56 €");
    expect(formatMoney({ amount: 300000, currency: "EUR" }, "en", { trim: true })).toBe("€3,000");
    expect(formatMoney({ amount: 300050, currency: "EUR" }, "en", { trim: true })).toBe(
      "€3,000.50",
    );
    expect(formatMoney({ amount: 300000, currency: "EUR" }, "en", { compact: true })).toBe("€3K");
    expect(formatMoney({ amount: 400, currency: "EUR" }, "en", { signed: true })).toBe("+€4.00");
    expect(formatMoney({ amount: 999_999_999_999, currency: "EUR" })).toBe("€9,999,999,999.99");
  });

  it("separates the minor digits so that they can be quieter", () => {
    expect(moneyParts({ amount: 4821640, currency: "EUR" })).toEqual({
      major: "€48,216",
      minor: ".40",
      end: "",
    });
    expect(moneyParts({ amount: 500, currency: "JPY" })).toEqual({
      major: "¥500",
      minor: "",
      end: "",
    });
    const german = moneyParts({ amount: 123456, currency: "EUR" }, "de");
    expect(nbsp(german.major + german.minor + german.end)).toBe("1.234,56 €");
  });

  it("knows signs", () => {
    expect(currencySymbol("EUR")).toBe("€");
    expect(currencySymbol("KWD")).toBe("KWD");
  });
});

describe("what people type", () => {
  it.each<[string, string, number | null | "invalid"]>([
    ["", "EUR", null],
    ["  ", "EUR", null],
    ["12", "EUR", 1200],
    ["12.5", "EUR", 1250],
    ["12,50", "EUR", 1250],
    [".5", "EUR", 50],
    ["€ 12.50", "EUR", 1250],
    ["1,234.50", "EUR", 123450],
    ["1.234,50", "EUR", 123450],
    ["1 234,50", "EUR", 123450],
    ["1,234", "EUR", 123400],
    ["1.234.567", "EUR", 123456700],
    ["12.500", "EUR", 1250000],
    ["12.505", "EUR", 1250500],
    ["0.505", "EUR", "invalid"],
    ["1234.505", "EUR", "invalid"],
    ["1234.500", "EUR", 123450],
    ["1.234", "KWD", 1234],
    ["1,5", "KWD", 1500],
    ["100", "JPY", 100],
    ["1,000", "JPY", 1000],
    ["100.5", "JPY", "invalid"],
    ["-5", "EUR", "invalid"],
    ["abc", "EUR", "invalid"],
    ["1e5", "EUR", "invalid"],
    ["1.2.3", "EUR", "invalid"],
    ["1,23,4", "EUR", "invalid"],
    ["10000000000", "EUR", 1_000_000_000_000],
    ["10000000000.01", "EUR", "invalid"],
    ["99999999999999999999", "EUR", "invalid"],
  ])("reads %j in %s as %j", (text, currency, expected) => {
    expect(parseMoney(text, currency)).toBe(expected);
  });
});
