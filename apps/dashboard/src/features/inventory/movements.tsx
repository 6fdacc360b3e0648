"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { type Inventory, movementsQuery } from "@/api/products";
import type { Store } from "@/api/stores";
import { useActor } from "@/shell/actors";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { inventoryTexts } from "./texts";

/** What changed a variant's counters, latest first. */
export function Movements({ row, store }: { row: Inventory; store: Store }) {
  const t = useTexts(inventoryTexts);
  const shell = useTexts(shellTexts);
  const movements = useQuery(movementsQuery(store.id, row.variant_id));
  const who = useActor();
  const error = loadError(movements, shell);
  const items = movements.data?.items;

  const signed = (change: number) => formatNumber(change, t.locale, { signDisplay: "exceptZero" });

  return (
    <section className="border-t pt-3">
      <h3 className="mb-1 text-12 font-medium text-subtle">{t("movements")}</h3>
      {error ? (
        <p role="alert" className="text-12 text-danger">
          {error.text}
        </p>
      ) : items === undefined ? (
        <Skeleton className="my-1.5 w-48" />
      ) : items.length === 0 ? (
        <p className="text-12 text-muted">{t("movements_none")}</p>
      ) : (
        <ul className="max-h-40 overflow-auto text-12">
          {items.map((move) => (
            <li key={move.id} className="flex justify-between gap-4 py-1">
              <span className="min-w-0 truncate">
                {t.has(`reason_${move.reason}`)
                  ? t(`reason_${move.reason}` as "reason_count")
                  : move.reason}{" "}
                <span className="text-subtle">
                  {t("moved_by", {
                    actor: who(move.actor),
                    when: formatDate(move.at, "day", t.locale, store.timezone),
                  })}
                </span>
                {move.note ? <span className="block text-subtle">{move.note}</span> : null}
              </span>
              {/* A sale promises pieces and takes none from the shelf yet. */}
              <span className="num font-medium whitespace-nowrap">
                {move.on_hand_change === 0 && move.committed_change !== 0
                  ? t("promised_change", { change: signed(move.committed_change) })
                  : signed(move.on_hand_change)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
