"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { useQuery } from "@tanstack/react-query";
import { statisticsQuery } from "@/api/upsells";
import { useStore } from "@/features/stores/store-context";
import { upsellsTexts } from "./texts";

/** What came of each upsell in the last 30 days, by id. */
export function useNumbers() {
  const store = useStore();
  const found = useQuery(statisticsQuery(store.id));
  return new Map((found.data ?? []).map((row) => [row.id, row]));
}

/** What came of one. */
export function Numbers({ id }: { id: string }) {
  const t = useTexts(upsellsTexts);
  const row = useNumbers().get(id);
  const money = row && (row.kind === "volume" ? row.saved : row.revenue);
  return (
    <Panel>
      <PanelHeader title={t("numbers")} />
      <div className="px-4 pb-4 text-13">
        {row && (row.shown > 0 || row.added > 0 || row.orders > 0) ? (
          <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-1.5">
            <dt className="text-subtle">{t("col_shown")}</dt>
            <dd className="num">{row.shown}</dd>
            <dt className="text-subtle">{t("col_added")}</dt>
            <dd className="num">{row.added}</dd>
            <dt className="text-subtle">{t("col_orders")}</dt>
            <dd className="num">{row.orders}</dd>
            <dt className="text-subtle">{t("col_result")}</dt>
            <dd className="num">{money ? formatMoney(money, t.locale) : null}</dd>
          </dl>
        ) : (
          <p className="text-12 text-subtle">{t("numbers_none")}</p>
        )}
      </div>
    </Panel>
  );
}
