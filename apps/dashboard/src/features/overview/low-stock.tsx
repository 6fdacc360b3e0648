"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatDay } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { Thumb } from "@ecomm/ui/thumb";
import Link from "next/link";
import type { Overview, Store } from "@/api/stores";
import { leftFor, type Running } from "./running-out";
import { overviewTexts } from "./texts";

/** Tracked variants that are nearly gone or gone. */
export function LowStock({ rows, store }: { rows: Overview["low_stock"]; store: Store }) {
  const t = useTexts(overviewTexts);
  const home = `/stores/${store.id}`;
  const now = new Date();
  const paced = rows.some((row) => leftFor(row, now, store.timezone).kind === "by");
  return (
    <Panel className="flex flex-col">
      <PanelHeader
        title={t("low")}
        end={
          <Link
            href={`${home}/inventory?stock=low`}
            className="rounded-xs text-12 font-medium text-accent hover:underline"
          >
            {t("inventory")}
          </Link>
        }
      />
      {rows.length === 0 ? (
        <EmptyState title={t("low_none")} className="my-auto pt-4 pb-8">
          {t("low_none_body")}
        </EmptyState>
      ) : (
        <ul
          className={
            rows.length > 3
              ? "grid flex-1 auto-rows-[minmax(52px,1fr)]"
              : "grid auto-rows-[minmax(52px,72px)]"
          }
        >
          {rows.map((row) => (
            <li
              key={row.variant_id}
              className="flex items-center gap-3 border-t px-4 text-13 first:border-0"
            >
              <Thumb picture={row.image_url ? { url: row.image_url, alt: "" } : null} />
              <span className="grid min-w-0 flex-1">
                <Link
                  href={`${home}/products/${row.product_id}`}
                  className="truncate rounded-xs font-medium hover:text-accent"
                >
                  {row.product_title}
                </Link>
                <span className="truncate text-12 text-subtle">{row.variant_title || row.sku}</span>
              </span>
              <span className="num grid justify-items-end whitespace-nowrap">
                <span className={row.available <= 0 ? "font-medium text-danger" : "font-medium"}>
                  {row.available < 0 && row.policy === "backorder"
                    ? t("low_owes", { count: -row.available })
                    : t("low_left", { count: Math.max(0, row.available) })}
                </span>
                <Lasts running={leftFor(row, now, store.timezone)} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {paced ? <p className="border-t px-4 py-2.5 text-12 text-subtle">{t("low_pace")}</p> : null}
    </Panel>
  );
}

/** How long it lasts, where its pace says so. */
function Lasts({ running }: { running: Running }) {
  const t = useTexts(overviewTexts);
  if (running.kind === "none") return null;
  if (running.kind === "backorder") {
    return <span className="text-12 text-subtle">{t("low_backorder")}</span>;
  }
  const { day, days } = running;
  return (
    <span className={days <= 1 ? "text-12 text-danger" : "text-12 text-subtle"}>
      {days === 0
        ? t("low_today")
        : days === 1
          ? t("low_tomorrow")
          : t("low_by", { day: formatDay(day, "weekday", t.locale) })}
    </span>
  );
}
