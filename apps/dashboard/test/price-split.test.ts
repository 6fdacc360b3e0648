import { expect, it } from "vitest";
import { splitPrice } from "../src/features/products/editor/price-split";

it("takes the tax out of a price that includes it", () => {
  // 23 % in 89.00: the slip of the sign-in page before its discount.
  expect(splitPrice(8900, 230_000, true, 3420)).toEqual({ tax: 1664, net: 7236, left: 3816 });
});

it("leaves a price without tax whole", () => {
  expect(splitPrice(8900, 230_000, false, null)).toEqual({ tax: 2047, net: 8900, left: null });
});

it("stays exact for large amounts", () => {
  expect(splitPrice(1_000_000_000_000, 190_000, true, 0).tax).toBe(159_663_865_546);
});
