import { describe, expect, it } from "vitest";
import { axisTicks } from "../src/lib/axis";

const EURO = 100; // minor units

describe("axisTicks", () => {
  it.each([
    // highest, lines
    [0, [0, 100, 200, 300]],
    [1, [0, 100, 200, 300]],
    [20_008, [0, 10_000, 20_000, 30_000]],
    [253_000, [0, 100_000, 200_000, 300_000]],
    [300_000, [0, 100_000, 200_000, 300_000]],
    [300_001, [0, 200_000, 400_000, 600_000]],
  ])("reaches %i in even round steps", (highest, lines) => {
    expect(axisTicks(highest, EURO)).toEqual(lines);
  });

  it("always reaches the highest and never steps by parts of a unit", () => {
    for (let highest = 1; highest < 1e9; highest = Math.ceil(highest * 1.37)) {
      const ticks = axisTicks(highest, EURO);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest);
      expect(ticks.every((tick) => tick % EURO === 0)).toBe(true);
      expect(new Set(ticks).size).toBe(4);
    }
  });

  it("works for currencies without minor units", () => {
    expect(axisTicks(0, 1)).toEqual([0, 1, 2, 3]);
    expect(axisTicks(98_000, 1)).toEqual([0, 50_000, 100_000, 150_000]);
  });
});
