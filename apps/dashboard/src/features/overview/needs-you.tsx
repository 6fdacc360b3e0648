"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, StatusGlyph, type Tone } from "@ecomm/ui/status";
import Link from "next/link";
import type { Overview, Store } from "@/api/stores";
import { overviewTexts } from "./texts";

interface Need {
  key: string;
  glyph: Glyph;
  tone: Tone;
  text: string;
  note: string;
  href: string;
}

/** What waits for the merchant, in one line. Nothing waiting shows nothing. */
export function NeedsYou({
  store,
  data,
  toShip,
}: {
  store: Store;
  data: Overview;
  toShip: number;
}) {
  const t = useTexts(overviewTexts);
  const home = `/stores/${store.id}`;
  const out = data.low_stock.filter((row) => row.available <= 0 && row.policy === "deny").length;
  const needs: Need[] = [];
  if (store.status === "paused") {
    needs.push({
      key: "paused",
      glyph: "blocked",
      tone: "warning",
      text: t("need_paused"),
      note: t("need_paused_note"),
      href: `${home}/settings`,
    });
  }
  if (toShip > 0) {
    needs.push({
      key: "ship",
      glyph: "square",
      tone: "info",
      text: t("need_ship", { count: toShip }),
      note: t("need_ship_note"),
      href: `${home}/orders?view=to-ship`,
    });
  }
  if (out > 0) {
    needs.push({
      key: "out",
      glyph: "blocked",
      tone: "danger",
      text: t("need_out", { count: out }),
      note: t("need_out_note"),
      href: `${home}/inventory?stock=out`,
    });
  }
  if (store.test_mode) {
    needs.push({
      key: "test",
      glyph: "circle-half",
      tone: "warning",
      text: t("need_test"),
      note: t("need_test_note", { count: data.test_orders }),
      href: `${home}/settings`,
    });
  }
  if (needs.length === 0) return null;
  return (
    <section
      aria-label={t("needs_you")}
      className="mb-4 grid rounded-panel bg-sunken px-1 pt-2.5 pb-1 text-13 md:flex md:min-h-11 md:items-center md:gap-1 md:p-1 md:ps-3.5"
    >
      <h2 className="px-2.5 pb-1 text-12 font-medium whitespace-nowrap text-subtle md:me-2 md:p-0">
        {t("needs_you")}
      </h2>
      {needs.map((need) => (
        <Link
          key={need.key}
          href={need.href}
          className="flex h-10 min-w-0 items-center gap-2 rounded-sm px-2.5 whitespace-nowrap hover:bg-surface hover:shadow-sheet md:h-9 md:flex-auto"
        >
          <StatusGlyph glyph={need.glyph} tone={need.tone} />
          <span className="truncate font-medium">{need.text}</span>
          <span className="truncate text-12 text-subtle max-lg:hidden">{need.note}</span>
        </Link>
      ))}
    </section>
  );
}
