import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { CONSENT_WORDS } from "@/lib/consent";
import { LANGUAGES, textsOf } from "@/messages/catalogues";

/** What was asked under each number, in all languages: the log of consents names the number alone. */
const ASKED: Readonly<Record<string, string>> = {
  "1": "4944fc051c4127accb299149934cebf786cd597419833c2872b0928c2cd7ee0d",
};

describe("the words of consent", () => {
  it("have another number once they say something else", () => {
    const words = [...LANGUAGES].sort().map((language) => {
      const { title, counted, agreeing, yours, agree, refuse } = textsOf(language, [
        "consent",
      ]).consent;
      return [language, title, `${counted} ${agreeing} ${yours}`, agree, refuse];
    });
    const print = createHash("sha256").update(JSON.stringify(words)).digest("hex");
    expect(print, "new words: a new CONSENT_WORDS, and its line here").toBe(ASKED[CONSENT_WORDS]);
  });
});
