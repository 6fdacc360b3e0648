import { describe, expect, it } from "vitest";
import { draw, lotCookie, lotsIn, readLot, writeLot } from "@/lib/ab-tests";

const id = "0192f0c1-aaaa-7bbb-8ccc-0123456789ab";
const test = { id, productSlug: "kettle.no-1 & co", shareOfB: 20 };

describe("a lot", () => {
  it("is read as it was written, beside other cookies", () => {
    const lot = draw(test);
    expect(readLot(lotCookie(id), writeLot(lot))).toEqual(lot);
    expect(lotsIn(`x=1; ${lotCookie(id)}=${writeLot(lot)}; ecomm_cart_demo=a~b`)).toEqual([lot]);
  });

  it("falls as the share says", () => {
    const drawn = Array.from({ length: 5_000 }, () => draw(test).arm);
    const share = drawn.filter((arm) => arm === "b").length / drawn.length;
    // nine standard deviations: chance does not reach them
    expect(Math.abs(share - 0.2)).toBeLessThan(0.051);
    expect(new Set(Array.from({ length: 100 }, () => draw(test).visitor)).size).toBe(100);
  });

  it.each([
    ["ecomm_ab_x", `a.${id}.pot`],
    [lotCookie(id), `c.${id}.pot`],
    [lotCookie(id), "a.nobody.pot"],
    [lotCookie(id), `a.${id}.%E0%A4%A`],
    [lotCookie(id), ""],
    ["ecomm_cart_demo", `a.${id}.pot`],
  ])("%s=%s is none", (name, value) => {
    expect(readLot(name, value)).toBeNull();
  });
});
