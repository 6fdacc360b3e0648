"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Notice } from "@ecomm/ui/states";
import type { Supplier } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { suppliersTexts } from "./texts";

/** What is wrong with a supplier, its own words, and what happens meanwhile: before all else. */
export function HealthNote({ supplier }: { supplier: Supplier }) {
  const t = useTexts(suppliersTexts);
  const store = useStore();
  const { name, health, last_error: said, failing_since: since } = supplier;
  const words = said ? <p className="wrap-anywhere">{t("note_said", { words: said })}</p> : null;
  const when = (at: string) => formatDate(at, "full", t.locale, store.timezone);
  const hours = Math.round(supplier.stale_after_minutes / 60);
  return (
    <>
      {health === "attention" ? (
        <Notice tone="danger" title={t("note_attention", { name })}>
          {words}
          <p>{t("note_attention_body")}</p>
        </Notice>
      ) : null}
      {health === "failing" && since ? (
        <Notice tone="warning" title={t("note_failing", { name, when: when(since) })}>
          {words}
          <p>{t("note_failing_body", { hours })}</p>
        </Notice>
      ) : null}
      {health === "paused" ? (
        <Notice title={t("note_paused")}>{t("note_paused_body")}</Notice>
      ) : null}
      {health === "disconnected" ? (
        <Notice title={t("note_disconnected")}>{t("note_disconnected_body")}</Notice>
      ) : null}
      {supplier.missing.length > 0 && health !== "disconnected" ? (
        <Notice tone="warning" title={t("note_missing")}>
          <ul className="list-disc ps-4 wrap-anywhere">
            {supplier.missing.map((lacks) => (
              <li key={String(lacks)}>{String(lacks)}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </>
  );
}
