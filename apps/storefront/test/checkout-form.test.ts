import { describe, expect, it } from "vitest";
import {
  EMPTY_FIELDS,
  fieldOf,
  judge,
  likelierEmail,
  readFields,
} from "@/islands/checkout/form-state";
import { firstRate, totalsWith } from "@/islands/checkout/rates";
import { wordsOf } from "@/messages/catalogues";

const { checkout: words } = wordsOf("en");
const good = {
  ...EMPTY_FIELDS,
  email: "maren@example.com",
  country: "DE",
  name: "Maren Thal",
  line1: "Torstraße 140",
  postal_code: "10119",
  city: "Berlin",
};
const problems = (change: Partial<typeof good>, rate = "r1") =>
  judge({ ...good, ...change }, rate, "Germany", words);

describe("the checkout form", () => {
  it("lets a whole address pass", () => {
    expect(problems({})).toEqual({});
  });

  it("names every missing field", () => {
    expect(Object.keys(judge(EMPTY_FIELDS, "", "", words)).sort()).toEqual(
      ["city", "country", "email", "line1", "name", "postal_code"].sort(),
    );
    expect(Object.keys(problems({}, ""))).toEqual(["shipping_rate_id"]);
    expect(Object.keys(problems({ name: "   " }))).toEqual(["name"]);
  });

  it.each([
    ["DE", "D-10119", "10119"],
    ["DE", "1011", undefined],
    ["NL", "1012ab", "1012 AB"],
    ["GB", "sw1a1aa", "SW1A 1AA"],
    ["CA", "k1a0b1", "K1A 0B1"],
    ["PL", "00001", "00-001"],
    ["US", "941031234", "94103-1234"],
    ["US", "9410", undefined],
  ])("repairs a postcode: %s %s → %s", (country, postal_code, fix) => {
    const found = problems({ country, postal_code }).postal_code;
    expect(found?.text).toBeTruthy();
    expect(found?.fix).toBe(fix);
  });

  it("judges no postcode it knows no rule for", () => {
    expect(problems({ country: "IE", postal_code: "D02 X285" })).toEqual({});
  });

  it("repairs an e-mail address", () => {
    expect(problems({ email: "maren @example,com" }).email?.fix).toBe("maren@example.com");
    expect(problems({ email: "maren" }).email?.fix).toBeUndefined();
    expect(likelierEmail("maren@gmial.com")).toBe("maren@gmail.com");
    expect(likelierEmail("maren@gmail.com")).toBeNull();
    expect(likelierEmail("constructor@constructor")).toBeNull();
  });

  it("finds the field a refusal is about", () => {
    expect(fieldOf("shipping_address.postal_code")).toBe("postal_code");
    expect(fieldOf("body.email")).toBe("email");
    expect(fieldOf("shipping_rate_id")).toBe("shipping_rate_id");
    expect(fieldOf("cart_id")).toBeNull();
    expect(fieldOf(null)).toBeNull();
  });

  it("reads what it can out of a stored draft", () => {
    expect(readFields({ name: "A", city: 5, evil: "x", line1: "y".repeat(999) })).toEqual({
      name: "A",
      line1: "y".repeat(200),
    });
    expect(readFields("no")).toEqual({});
  });
});

describe("ways to ship", () => {
  const money = (amount: number) => ({ amount, currency: "EUR" });
  const rate = (id: string, amount: number) => ({
    id,
    name: id,
    amount: money(amount),
    free_over: null,
    min_days: 1,
    max_days: 2,
  });
  const totals = {
    subtotal: money(7000),
    discount: money(0),
    shipping: money(490),
    tax: money(1196),
    total: money(7490),
    shipping_discount: money(0),
    paid_by_balance: money(0),
    due: money(7490),
  };
  const found = { country: "DE", rates: [rate("a", 490), rate("b", 990)], totals, discounts: [] };

  it("take the API's sums where they are for this rate", () => {
    expect(totalsWith(found, rate("a", 490))).toEqual({ totals, exact: true });
  });

  it("move the total by the difference for another", () => {
    const other = totalsWith(found, rate("b", 990));
    expect(other.exact).toBe(false);
    expect(other.totals.shipping.amount).toBe(990);
    expect(other.totals.total.amount).toBe(7990);
  });

  it("begin with the one chosen before, else the cheapest", () => {
    expect(firstRate(found.rates, "b")).toBe("b");
    expect(firstRate([rate("x", 900), rate("y", 100)], "gone")).toBe("y");
    expect(firstRate([], "b")).toBe("");
  });
});
