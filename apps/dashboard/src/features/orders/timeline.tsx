"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { dayOf, formatDate, formatDay } from "@ecomm/ui/lib/dates";
import {
  CircleCheck,
  CircleX,
  CreditCard,
  type LucideIcon,
  Mail,
  Package,
  StickyNote,
  Truck,
} from "lucide-react";
import type { Order } from "@/api/orders";
import type { Store } from "@/api/stores";
import { useActor } from "@/shell/actors";
import { ordersTexts } from "./texts";
import { timelineDetail, timelineTexts } from "./timeline-words";

type Entry = Order["timeline"][number];

/** A picture for a kind of event, by what its name speaks of; unknown kinds get a plain one. */
function iconOf(kind: string): LucideIcon {
  if (/cancel|fail|expire|decline/.test(kind)) return CircleX;
  if (/mail|sent|confirm/.test(kind)) return Mail;
  if (/paid|pay|captur|refund|authori/.test(kind)) return CreditCard;
  if (/ship|deliver|track/.test(kind)) return Truck;
  if (/fulfil|parcel|pack/.test(kind)) return Package;
  if (/note/.test(kind)) return StickyNote;
  return CircleCheck;
}

/**
 * Actors whose part the message itself tells: "Order placed", "Payment received", "Mail sent". Who
 * of them noticed a payment first is no news to anybody.
 */
const SAID = new Set(["shopper", "provider", "system", "sweeper"]);

/** Everything that happened to an order, latest first, by days of the store's timezone. */
export function Timeline({ entries, store }: { entries: readonly Entry[]; store: Store }) {
  const t = useTexts(ordersTexts);
  const words = useTexts(timelineTexts);
  const who = useActor();
  // The API tells it from the beginning; of what happened at one moment the later comes first.
  const sorted = [...entries].reverse().sort((a, b) => b.at.localeCompare(a.at));
  const days = new Map<string, Entry[]>();
  for (const entry of sorted) {
    const day = dayOf(entry.at, store.timezone);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return (
    <section>
      <h2 className="mt-2 mb-3 text-14 font-semibold">{t("timeline")}</h2>
      <div className="relative ps-3.5 before:absolute before:start-3.5 before:top-2 before:bottom-4.5 before:border-s">
        {[...days].map(([day, list]) => (
          <div key={day}>
            <h3 className="flex min-h-8 items-end ps-6.5 pb-1 text-13 font-medium text-muted">
              {formatDay(day, "weekday", t.locale)}
            </h3>
            <ol>
              {list.map((entry) => {
                const Icon = iconOf(entry.kind);
                const detail = timelineDetail(entry, words);
                return (
                  <li
                    key={`${entry.at}${entry.kind}${entry.message}`}
                    className="relative flex min-h-9 items-center gap-3 py-1 ps-6.5 text-13"
                  >
                    <span className="absolute -start-3 grid size-6 place-items-center rounded-full bg-surface text-muted inset-ring inset-ring-border">
                      <Icon className="size-3.5" aria-hidden />
                    </span>
                    <span className="min-w-0 flex-1 break-words">
                      {words.has(entry.kind) ? words(entry.kind) : entry.message}{" "}
                      {SAID.has(entry.actor) ? null : (
                        <span className="text-12 text-subtle max-sm:block">
                          {t("by", { actor: who(entry.actor) })}
                        </span>
                      )}
                      {detail ? <span className="block text-12 text-muted">{detail}</span> : null}
                    </span>
                    <time dateTime={entry.at} className="num text-12 text-subtle">
                      {formatDate(entry.at, "time", t.locale, store.timezone)}
                    </time>
                  </li>
                );
              })}
            </ol>
          </div>
        ))}
      </div>
    </section>
  );
}
