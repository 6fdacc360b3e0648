/** Where a shop delivers, in words. */

import { wordsOf } from "@/messages/catalogues";
import type { Store } from "./api-types";
import { countryName } from "./countries";

/** From so many countries on it is simpler to say "worldwide". */
const WORLD = 150;

/** "Delivery to Germany and Austria"; null where the shop ships nowhere yet. */
export function deliveryTo(
  { ship_to, locale }: Pick<Store, "ship_to" | "locale">,
  names: number,
): string | null {
  if (ship_to.length === 0) return null;
  const { common } = wordsOf(locale);
  if (ship_to.length >= WORLD) return common.shipsToWorld;
  const first = ship_to.slice(0, names).map((code) => countryName(code, locale));
  if (ship_to.length <= names) {
    return common.shipsTo(new Intl.ListFormat(locale, { type: "conjunction" }).format(first));
  }
  return names < 2
    ? common.shipsToMany(ship_to.length)
    : common.shipsTo(common.shipsToMore(first.join(", "), ship_to.length - names));
}
