import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { LANGUAGES, languageOf, textsOf, wordsOf } from "@/messages/catalogues";
import { en } from "@/messages/en";
import { spell } from "@/messages/spell";

const SECTIONS = Object.keys(en) as (keyof typeof en)[];

/** Every text with its place, e.g. `cart.title`. */
function flat(part: unknown, at: string): [string, string][] {
  if (typeof part === "string") return [[at, part]];
  return Object.entries(part as object).flatMap(([key, value]) => flat(value, `${at}.${key}`));
}
const textsIn = (language: string) => new Map(flat(textsOf(language, SECTIONS), language.slice(2)));
/** The numbers of its holes; a hole with forms counts as itself. */
const holes = (text: string) =>
  [...new Set(Array.from(text.matchAll(/\{(\d)/g), ([, at]) => at))].sort().join();

describe("the catalogues", () => {
  const english = textsIn("en");

  it.each(LANGUAGES)("%s has every text of the English one, with the same holes", (language) => {
    const texts = textsIn(language);
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [at, text] of texts) {
      const wanted = english.get(at) ?? "";
      expect(`${at}: ${holes(text)}`).toBe(`${at}: ${holes(wanted)}`);
      expect(`${at}: ${text === ""}`).toBe(`${at}: ${wanted === ""}`);
      // A hole has no forms or two, and nothing else is in braces.
      expect(text.replace(/\{\d(?:\|[^{}|]*\|[^{}|]*)?\}/g, ""), at).not.toMatch(/[{}|]/);
    }
  });

  it.each(LANGUAGES.filter((one) => one !== "en"))("%s is no copy of English", (language) => {
    const long = [...textsIn(language)].filter(
      ([at]) => (english.get(at) ?? "").replace(/\{[^}]*\}/g, "").length > 20,
    );
    expect(long.filter(([at, text]) => text === english.get(at))).toEqual([]);
  });

  it("falls back from a region to its language, and to English", () => {
    expect(languageOf("de-AT")).toBe("de");
    expect(languageOf("pl")).toBe("en");
    expect(languageOf("constructor")).toBe("en");
    expect(wordsOf("nl").cart.title).toBe("Uw winkelwagen");
  });

  it("speaks holes and the form that fits a number", () => {
    const texts = { said: "{0} {0|piece|pieces} for {1}", plain: "{no hole" } as const;
    const { said } = spell(texts, "en");
    expect([said(1, "{0}"), said(2, "$&")]).toEqual(["1 piece for {0}", "2 pieces for $&"]);
    // French says the singular for none.
    expect(wordsOf("fr").listing.results(0)).toBe("0 produit");
    expect(wordsOf("de").listing.results(0)).toBe("0 Produkte");
  });
});

describe("what a browser loads", () => {
  const src = path.join(import.meta.dirname, "../src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ name, text: readFileSync(path.join(src, name), "utf8") }));

  it("holds no catalogue: islands say what their page was given", () => {
    const browser = files.filter(
      ({ name, text }) => name.startsWith("islands/") || text.startsWith('"use client"'),
    );
    expect(browser.length).toBeGreaterThan(50);
    const loading =
      /^import (?!type )[^;]*"(?:@\/messages|\.\.?)\/(?:catalogues|server|[a-z]{2}(?:\/[^"]*)?)";/m;
    expect(browser.filter(({ text }) => loading.test(text)).map(({ name }) => name)).toEqual([]);
  });
});
