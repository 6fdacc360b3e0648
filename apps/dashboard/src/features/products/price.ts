import { formatMoney, type Money } from "@ecomm/ui/lib/money";

/** "€89.00", or "€89.00–€119.00" where variants differ. */
export function priceRange(min: Money, max: Money, locale: string): string {
  const from = formatMoney(min, locale);
  return min.amount === max.amount ? from : `${from}–${formatMoney(max, locale)}`;
}
