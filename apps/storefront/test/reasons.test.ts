import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { deviceOf } from "@/islands/account/device";
import { whyNot } from "@/islands/cart/reasons";
import type { Cart } from "@/lib/api-types";
import { LANGUAGES, wordsOf } from "@/messages/catalogues";
import { problems } from "@/messages/en/problems";

type Code = Cart["codes"][number];

const euros = (amount: number) => ({ amount, currency: "EUR" });
const code = (reason: string | null, facts: Partial<Code["facts"]> = {}): Code => ({
  code: "X",
  applied: reason === null,
  reason,
  message: "In English.",
  facts: { minimum: null, needed: null, have: null, name: null, currency: null, ...facts },
});
const root = path.join(import.meta.dirname, "../../..");

describe("why a code takes nothing", () => {
  const said = (language: string, one: Code) =>
    whyNot(one, language, wordsOf(language).cart.reasons);

  it("is said with its figures, as the language writes them", () => {
    const minimum = { minimum: euros(6000) };
    expect(said("en", code("below_minimum_subtotal", minimum))).toBe("Counts from €60.00 upwards.");
    expect(said("de", code("below_minimum_subtotal", minimum))).toBe("Gilt ab 60,00\u00a0€.");
    expect(said("nl", code("buy_more", { needed: 3, have: 1 }))).toContain("3 passende");
    expect(said("fr", code("exclusive_with", { name: "ZEHN" }))).toBe("Non cumulable avec ZEHN.");
    expect(said("it", code("better_price", { name: "ZEHN" }))).toContain("prezzo migliore");
    expect(said("es", code("ended"))).toBe("Este descuento ha terminado.");
    expect(said("de", code(null))).toBeNull();
    // A reason of a newer API, and what every object has: the API's own words.
    expect(said("de", code("full_moon"))).toBe("In English.");
    expect(said("de", code("constructor"))).toBe("In English.");
  });

  it.each(LANGUAGES)("has words in %s for every reason of the API", (language) => {
    const engine = path.join(root, "services/commerce/src/commerce/promotions/engine/model.py");
    const [, list = ""] =
      /class Reason\(StrEnum\):(.*?)\n\n\n/s.exec(readFileSync(engine, "utf8")) ?? [];
    const reasons = Array.from(list.matchAll(/= "(\w+)"/g), ([, name]) => name);
    expect(reasons.length).toBeGreaterThan(15);
    expect(Object.keys(wordsOf(language).cart.reasons).sort()).toEqual(reasons.sort());
  });
});

describe("what the API refuses", () => {
  /** Said by pages in words of their own, or only to programs. */
  const ELSEWHERE = new Set([
    "ab_test_not_found",
    "bad_request",
    "checkout_not_found",
    "collection_not_found",
    "currency_not_offered",
    "currency_unknown",
    "forbidden",
    "invalid",
    "locale_not_offered",
    "newsletter_closed",
    "page_not_found",
    "photo_not_found",
    "post_not_found",
    "redirect_not_found",
    "store_not_found",
  ]);

  it("has words for every code that a shop's page can be answered with", () => {
    const document = JSON.parse(
      readFileSync(path.join(root, "packages/api-client/openapi.json"), "utf8"),
    );
    const codes = new Set<string>();
    type Replies = Record<string, { description: string }>;
    for (const [route, methods] of Object.entries<Record<string, { responses?: Replies }>>(
      document.paths,
    )) {
      if (!route.startsWith("/api/v1/public/stores/{slug}/")) continue;
      for (const { responses } of Object.values(methods)) {
        for (const [status, { description }] of Object.entries(responses ?? {})) {
          if (/^[45]/.test(status)) for (const one of description.split(" | ")) codes.add(one);
        }
      }
    }
    expect(codes.size).toBeGreaterThan(30);
    const missing = [...codes].filter(
      (name) => !Object.hasOwn(problems, name) && !ELSEWHERE.has(name),
    );
    expect(missing.sort()).toEqual([]);
  });
});

describe("a device", () => {
  const agent = (text: string) => deviceOf(`Mozilla/5.0 ${text}`);

  it("is named by its browser and system", () => {
    expect(
      agent(
        "(X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36",
      ),
    ).toBe("Chrome, Linux");
    expect(
      agent(
        "(iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1",
      ),
    ).toBe("Safari, iPhone");
    expect(
      agent("(Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36 EdgA/131.0"),
    ).toBe("Edge, Android");
    expect(agent("(Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0")).toBe(
      "Firefox, Windows",
    );
    expect([deviceOf("curl/8"), deviceOf(null)]).toEqual([null, null]);
  });
});
