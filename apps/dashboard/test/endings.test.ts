import { describe, expect, it } from "vitest";
import { ENDING_KEYS, ENDINGS, endingOf, parseRate, rateText } from "@/features/currencies/endings";

describe("rates written by people", () => {
  it.each([
    ["1.085", 1_085_000],
    ["1,085", 1_085_000],
    ["17", 17_000_000],
    ["0.000001", 1],
  ])("%s is %i parts per million", (text, ppm) => {
    expect(parseRate(text)).toBe(ppm);
    expect(parseRate(rateText(ppm))).toBe(ppm);
  });
  it.each(["", "0", "0.0", "-1", "1.1.1", "1e3", "1.0000001", "x"])("%j is none", (text) => {
    expect(parseRate(text)).toBeNull();
  });
});

describe("endings", () => {
  it("are found again by what they mean, and others are none of them", () => {
    for (const key of ENDING_KEYS) {
      expect(endingOf(ENDINGS[key].step, ENDINGS[key].below)).toBe(key);
    }
    expect(endingOf(50, 1)).toBeNull();
  });
});
