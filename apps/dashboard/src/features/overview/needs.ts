import type { Translator } from "@ecomm/ui/i18n";
import type { Glyph, Tone } from "@ecomm/ui/status";
import type { Overview } from "@/api/stores";
import type { needsTexts } from "./needs-texts";

type Texts = Translator<(typeof needsTexts)["messages"]>;

export interface Need {
  key: string;
  glyph: Glyph;
  tone: Tone;
  text: string;
  note: string;
  href: string;
}

/** What the overview of a store and the list of all stores both know. */
export type Waits = Pick<Overview, "waiting" | "unknown_purchase" | "held_order">;

/** What may have been bought and nobody knows yet: it is looked up without anybody. */
function unknownNeed(home: string, lost: Waits["unknown_purchase"], t: Texts): Need[] {
  if (!lost) return [];
  const minutes = lost.due_at ? Math.ceil((Date.parse(lost.due_at) - Date.now()) / 60_000) : 0;
  const one = lost.found === 1;
  return [
    {
      key: "unknown",
      glyph: "unknown",
      tone: "warning",
      text: one
        ? t("need_unknown", { number: String(lost.number) })
        : t("need_unknown_many", { count: lost.found }),
      note: minutes > 0 ? t("need_unknown_in", { minutes }) : t("need_unknown_soon"),
      href: one ? `${home}/purchase-orders/${lost.id}` : `${home}/purchase-orders?view=unknown`,
    },
  ];
}

/** Held orders: a single one by its number, with the score that held it. */
function heldNeed(home: string, held: Waits["held_order"], t: Texts): Need[] {
  if (!held) return [];
  const one = held.found === 1;
  return [
    {
      key: "hold",
      glyph: "alert",
      tone: "danger",
      text: one
        ? t("need_held", { number: String(held.number) })
        : t("need_hold", { count: held.found }),
      note:
        one && held.score !== null
          ? t("need_held_note", { score: held.score })
          : t("need_hold_note"),
      href: one ? `${home}/orders/${held.id}` : `${home}/orders?view=on_hold`,
    },
  ];
}

/** What waits in a store, what cannot wait first. */
export function waitsOf(
  storeId: string,
  { waiting, unknown_purchase, held_order }: Waits,
  t: Texts,
): Need[] {
  const home = `/stores/${storeId}`;
  const counted = (
    key: "disputes" | "fraud" | "purchases" | "ship" | "returns" | "prices" | "reviews" | "mails",
    count: number,
    look: Pick<Need, "glyph" | "tone" | "href">,
  ): Need[] =>
    count > 0
      ? [{ key, text: t(`need_${key}`, { count }), note: t(`need_${key}_note`), ...look }]
      : [];
  return [
    ...unknownNeed(home, unknown_purchase, t),
    ...counted("disputes", waiting.disputes, {
      glyph: "alert",
      tone: "danger",
      href: `${home}/disputes?status=open`,
    }),
    ...heldNeed(home, held_order, t),
    ...counted("fraud", waiting.fraud, {
      glyph: "warning",
      tone: "warning",
      href: `${home}/fraud`,
    }),
    ...counted("purchases", waiting.purchases, {
      glyph: "alert",
      tone: "warning",
      href: `${home}/purchase-orders?view=attention`,
    }),
    ...counted("ship", waiting.to_ship, {
      glyph: "square",
      tone: "info",
      href: `${home}/orders?view=unfulfilled&payment_status=paid`,
    }),
    ...counted("returns", waiting.returns, {
      glyph: "square-back",
      tone: "warning",
      href: `${home}/returns?view=requested`,
    }),
    ...counted("prices", waiting.price_changes, {
      glyph: "circle-half",
      tone: "warning",
      href: `${home}/price-rules?view=changes`,
    }),
    ...counted("reviews", waiting.reviews, {
      glyph: "circle-half",
      tone: "info",
      href: `${home}/reviews`,
    }),
    ...counted("mails", waiting.mails, {
      glyph: "warning",
      tone: "warning",
      href: `${home}/mails/sent?state=failed`,
    }),
  ];
}
