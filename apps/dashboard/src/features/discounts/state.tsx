"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { Discount, DiscountState } from "@/api/discounts";
import { discountsTexts } from "./texts";

const LOOKS: Record<DiscountState, { glyph: Glyph; tone: Tone }> = {
  active: { glyph: "circle-full", tone: "success" },
  scheduled: { glyph: "circle-half", tone: "info" },
  expired: { glyph: "circle", tone: "idle" },
  off: { glyph: "circle", tone: "idle" },
  used_up: { glyph: "circle", tone: "warning" },
};

/** Whether it applies now, and if not why. */
export function StateMark({ state }: { state: DiscountState }) {
  const t = useTexts(discountsTexts);
  return <Status {...LOOKS[state]}>{t(`state_${state}`)}</Status>;
}

/** "10 %", "5.00 €", "Buy 2, get 1". */
export function useWorth(): (discount: Discount) => string {
  const t = useTexts(discountsTexts);
  return (discount) => {
    if (discount.kind === "bogo" && discount.bogo) {
      return t("worth_bogo", { buy: discount.bogo.buy, get: discount.bogo.get });
    }
    if (discount.percent_ppm !== null) {
      return t("worth_percent", { percent: discount.percent_ppm / 10_000 });
    }
    if (discount.kind === "free_shipping") return t("worth_shipping");
    return discount.amount ? formatMoney(discount.amount, t.locale) : "";
  };
}
