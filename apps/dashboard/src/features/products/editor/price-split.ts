const PPM = 1_000_000n;

/** a / b rounded half away from zero, as the API rounds. */
function divide(a: bigint, b: bigint): bigint {
  return (2n * a + b) / (2n * b);
}

/**
 * Splits a price (minor units, not negative). `net` is without tax; `left` what remains of it
 * after the cost, null without one. Rates are parts per million.
 */
export function splitPrice(
  price: number,
  ratePpm: number,
  inclusive: boolean,
  cost: number | null,
): { tax: number; net: number; left: number | null } {
  const gross = BigInt(price);
  const rate = BigInt(ratePpm);
  const tax = inclusive ? divide(gross * rate, PPM + rate) : divide(gross * rate, PPM);
  const net = inclusive ? gross - tax : gross;
  return {
    tax: Number(tax),
    net: Number(net),
    left: cost === null ? null : Number(net) - cost,
  };
}
