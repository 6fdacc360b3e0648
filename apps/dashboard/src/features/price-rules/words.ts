import type { Translator } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import type { Formula, PreviewSum, Priced, PriceRule } from "@/api/price-rules";
import { rateText } from "@/features/currencies/endings";
import { percentText } from "@/features/settings/percent";
import type { priceRuleTexts } from "./texts";

type Texts = Translator<(typeof priceRuleTexts)["messages"]>;

/** How a rule makes prices, in a few words: "Cost × 2.5 + €1.00". */
export function formulaText(rule: PriceRule, currency: string, t: Texts): string {
  const formula = rule.formula as unknown as Formula;
  if (formula.kind === "margin")
    return t("says_margin", { margin: percentText(formula.margin_ppm) });
  if (formula.kind === "bands") return t("says_bands", { count: formula.bands.length });
  const plain = t("says_markup", { factor: rateText(formula.factor_ppm) });
  const add = formula.add ?? 0;
  return add === 0
    ? plain
    : t("says_plus", {
        formula: plain,
        amount: formatMoney({ amount: add, currency }, t.locale),
      });
}

/** What else a rule holds to. */
export function guardText(rule: PriceRule, t: Texts): string {
  return [
    ...(rule.ending
      ? [t("says_ending", { ending: rule.ending === "9" ? "9" : `.${rule.ending}` })]
      : []),
    ...(rule.floor_margin_ppm > 0
      ? [t("says_floor", { floor: percentText(rule.floor_margin_ppm) })]
      : []),
  ].join(", ");
}

/** What a rule is for, by name. */
export function scopeText(rule: PriceRule, t: Texts): string {
  if (rule.scope === "all") return t("scope_all");
  return t("scope_of", {
    scope: t(`scope_${rule.scope}`),
    name: rule.scope_name ?? t("scope_gone"),
  });
}

/** How far a price moves, as a share of what it is; null where there is no new one. */
export const moved = (row: Pick<Priced, "old_price" | "new_price">): number | null =>
  row.new_price === null || row.old_price === 0
    ? null
    : (row.new_price - row.old_price) / row.old_price;

/** How many prices would be another. */
export const changing = (sum: PreviewSum, large: boolean): number =>
  sum.raised + sum.lowered + (large ? sum.review : 0);

/** How many stay what they are, for whatever reason that is no fault. */
export const staying = (sum: PreviewSum): number => sum.same + sum.ignored + sum.locked;

/** What a variant is called. */
export const nameOf = (row: { product_title: string; variant_title: string }): string =>
  [row.product_title, row.variant_title].filter(Boolean).join(", ");
