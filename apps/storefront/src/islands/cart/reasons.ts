/** Why a code takes nothing, in the page's language and with its figures. */
import type { Cart } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";
import type { Words } from "@/messages/catalogues";

type Code = Cart["codes"][number];

/** Null where the code applies. A reason that has no words here is said in the API's own. */
export function whyNot(code: Code, locale: string, words: Words["cart"]["reasons"]): string | null {
  const { reason, facts, message } = code;
  if (reason === null) return null;
  if (facts.minimum) return words.below_minimum_subtotal(formatMoney(facts.minimum, locale));
  if (facts.needed !== null && facts.have !== null)
    return words.below_minimum_quantity(facts.needed, facts.have);
  if (reason === "better_price" && facts.name) return words.better_price(facts.name);
  if (facts.name) return words.exclusive_with(facts.name);
  if (reason === "other_currency" && facts.currency) return words.other_currency(facts.currency);
  const said = Object.hasOwn(words, reason) ? words[reason as keyof typeof words] : message;
  return typeof said === "string" ? said : message;
}
