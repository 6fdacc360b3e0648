"use client";

import { type Translator, useTexts } from "@ecomm/ui/i18n";
import { type Glyph, StatusGlyph, type Tone } from "@ecomm/ui/status";
import Link from "next/link";
import type { Overview, Store } from "@/api/stores";
import { overviewTexts } from "./texts";

/** How many variants that run low the overview tells of at most. */
const LISTED = 8;

interface Need {
  key: string;
  glyph: Glyph;
  tone: Tone;
  text: string;
  note: string;
  href: string;
}

/** What may have been bought and nobody knows yet: it is looked up without anybody. */
function unknownNeed(
  home: string,
  data: Overview,
  t: Translator<typeof overviewTexts.messages>,
): Need[] {
  const lost = data.unknown_purchase;
  if (!lost) return [];
  const minutes = lost.due_at ? Math.ceil((Date.parse(lost.due_at) - Date.now()) / 60_000) : 0;
  return [
    {
      key: "unknown",
      glyph: "unknown",
      tone: "warning",
      text:
        lost.found === 1
          ? t("need_unknown", { number: String(lost.number) })
          : t("need_unknown_many", { count: lost.found }),
      note: minutes > 0 ? t("need_unknown_in", { minutes }) : t("need_unknown_soon"),
      href:
        lost.found === 1
          ? `${home}/purchase-orders/${lost.id}`
          : `${home}/purchase-orders?view=unknown`,
    },
  ];
}

/** What waits for the merchant, what cannot wait first. */
function needsOf(
  store: Store,
  data: Overview,
  t: Translator<typeof overviewTexts.messages>,
): Need[] {
  const home = `/stores/${store.id}`;
  const { waiting } = data;
  const out = data.low_stock.filter((row) => row.available <= 0 && row.policy === "deny").length;
  const counted = (
    key: "disputes" | "hold" | "ship" | "returns" | "mails" | "purchases" | "prices",
    count: number,
    look: Pick<Need, "glyph" | "tone" | "href">,
  ): Need[] =>
    count > 0
      ? [{ key, text: t(`need_${key}`, { count }), note: t(`need_${key}_note`), ...look }]
      : [];
  return [
    ...(store.status === "paused"
      ? [
          {
            key: "paused",
            glyph: "blocked",
            tone: "warning",
            text: t("need_paused"),
            note: t("need_paused_note"),
            href: `${home}/settings`,
          } as const,
        ]
      : []),
    ...unknownNeed(home, data, t),
    ...counted("disputes", waiting.disputes, {
      glyph: "alert",
      tone: "danger",
      href: `${home}/disputes?status=open`,
    }),
    ...counted("hold", waiting.on_hold, {
      glyph: "alert",
      tone: "danger",
      href: `${home}/orders?view=on_hold`,
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
    ...(out > 0
      ? [
          {
            key: "out",
            glyph: "blocked",
            tone: "danger",
            // The overview lists the fewest first and not all: where all it lists are gone, more
            // may be.
            text: t(out === LISTED ? "need_out_more" : "need_out", { count: out }),
            note: t("need_out_note"),
            href: `${home}/inventory?stock=out`,
          } as const,
        ]
      : []),
    ...counted("mails", waiting.mails, {
      glyph: "warning",
      tone: "warning",
      href: `${home}/mails/sent?state=failed`,
    }),
    ...(store.test_mode
      ? [
          {
            key: "test",
            glyph: "circle-half",
            tone: "warning",
            text: t("need_test"),
            note: t("need_test_note", { count: data.test_orders }),
            href: `${home}/settings`,
          } as const,
        ]
      : []),
  ];
}

/** What waits for the merchant, in one line. Nothing waiting shows nothing. */
export function NeedsYou({ store, data }: { store: Store; data: Overview }) {
  const t = useTexts(overviewTexts);
  const needs = needsOf(store, data, t);
  // Beside more than three, what it means has no room: the names say enough.
  const explained = needs.length <= 3;
  if (needs.length === 0) return null;
  return (
    <section
      aria-label={t("needs_you")}
      className="mb-4 grid rounded-panel bg-sunken px-1 pt-2.5 pb-1 text-13 md:flex md:min-h-11 md:flex-wrap md:items-center md:gap-x-1 md:p-1 md:ps-3.5"
    >
      <h2 className="px-2.5 pb-1 text-12 font-medium whitespace-nowrap text-subtle md:me-2 md:p-0">
        {t("needs_you")}
      </h2>
      {needs.map((need) => (
        <Link
          key={need.key}
          href={need.href}
          className="flex h-10 min-w-0 items-center gap-2 rounded-sm px-2.5 whitespace-nowrap hover:bg-surface hover:shadow-sheet md:h-9"
        >
          <StatusGlyph glyph={need.glyph} tone={need.tone} />
          <span className="truncate font-medium">{need.text}</span>
          {explained ? (
            <span className="truncate text-12 text-subtle max-lg:hidden">{need.note}</span>
          ) : null}
        </Link>
      ))}
    </section>
  );
}
