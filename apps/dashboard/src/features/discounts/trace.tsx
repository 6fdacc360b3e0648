"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { StatusGlyph } from "@ecomm/ui/status";
import type { TraceEntry } from "@/api/discounts";
import { discountsTexts } from "./texts";

/** Every rule that was considered: what it took, or why it did not apply. */
export function Trace({ entries }: { entries: readonly TraceEntry[] }) {
  const t = useTexts(discountsTexts);
  if (entries.length === 0) return <p className="text-13 text-subtle">{t("trace_none")}</p>;
  return (
    <ul className="grid gap-2 text-13">
      {entries.map((entry) => (
        <li key={entry.rule_id} className="flex gap-2">
          <StatusGlyph
            glyph={entry.applied ? "circle-full" : "circle"}
            tone={entry.applied ? "success" : "idle"}
          />
          <span className="min-w-0">
            <span className="block truncate font-medium">{entry.code ?? entry.name}</span>
            <span className="block text-subtle">
              {entry.applied
                ? t("trace_applied", { amount: formatMoney(entry.amount, t.locale) })
                : entry.message}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
