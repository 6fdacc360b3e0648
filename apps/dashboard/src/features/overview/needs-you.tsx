"use client";

import { type Translator, useTexts } from "@ecomm/ui/i18n";
import { StatusGlyph } from "@ecomm/ui/status";
import Link from "next/link";
import type { Overview, Store } from "@/api/stores";
import { type Need, waitsOf } from "./needs";
import { needsTexts } from "./needs-texts";

/** How many variants that run low the overview tells of at most. */
const LISTED = 8;

/** What the overview alone knows: the shop itself, and its stock. */
function needsOf(store: Store, data: Overview, t: Translator<typeof needsTexts.messages>): Need[] {
  const home = `/stores/${store.id}`;
  const out = data.low_stock.filter((row) => row.available <= 0 && row.policy === "deny").length;
  const low = data.low_stock.length - out;
  // The overview lists the fewest first and not all: where its list is full, more may be.
  const full = data.low_stock.length === LISTED;
  const waits = waitsOf(store.id, data, t);
  if (store.status === "paused") {
    waits.unshift({
      key: "paused",
      glyph: "blocked",
      tone: "warning",
      text: t("need_paused"),
      note: t("need_paused_note"),
      href: `${home}/settings`,
    });
  }
  if (out > 0) {
    waits.push({
      key: "out",
      glyph: "blocked",
      tone: "danger",
      text: t(out === LISTED ? "need_out_more" : "need_out", { count: out }),
      note: t("need_out_note"),
      href: `${home}/inventory?stock=out`,
    });
  }
  if (low > 0) {
    waits.push({
      key: "low",
      glyph: "warning",
      tone: "warning",
      text: t(full ? "need_low_more" : "need_low", { count: low }),
      note: t("need_low_note"),
      href: `${home}/inventory?stock=low`,
    });
  }
  if (store.test_mode) {
    waits.push({
      key: "test",
      glyph: "circle-half",
      tone: "warning",
      text: t("need_test"),
      note: t("need_test_note", { count: data.test_orders }),
      href: `${home}/settings`,
    });
  }
  return waits;
}

/** What waits for the merchant, in one line. Nothing waiting shows nothing. */
export function NeedsYou({ store, data }: { store: Store; data: Overview }) {
  const t = useTexts(needsTexts);
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
