import { describe, expect, it } from "vitest";
import { allOf, ratio, sums } from "@/features/channels/figures";

const kind = (total: number | null, read: number, done: number) => ({
  total,
  read,
  done,
  create: done,
  update: 0,
  unchanged: 0,
  skip: 0,
});

describe("how far a migration is", () => {
  it("takes what was read where the shop tells no number, or a smaller one", () => {
    expect(allOf({ total: null, read: 7 })).toBe(7);
    expect(allOf({ total: 5, read: 7 })).toBe(7);
    expect(allOf({ total: 500, read: 7 })).toBe(500);
  });

  it("is unknown before anything is, and whole when everything is done", () => {
    expect(ratio(sums([kind(null, 0, 0)]))).toBeNull();
    expect(ratio(sums([kind(10, 10, 0), kind(30, 0, 0)]))).toBeCloseTo(0.025);
    expect(ratio(sums([kind(10, 10, 10), kind(null, 4, 4)]))).toBeCloseTo(1);
  });
});
