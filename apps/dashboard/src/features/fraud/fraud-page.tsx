"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import {
  type FraudAction,
  type FraudCheck,
  fraudChecksQuery,
  fraudSettingsQuery,
} from "@/api/fraud";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { DecideDialog } from "./decide-dialog";
import { FraudSettingsDialog } from "./settings-dialog";
import { FraudState, reasons, Score } from "./status";
import { fraudTexts } from "./texts";

const VIEWS = ["waiting", "held", "decided", "cleared"] as const;
const ACTIONS = ["approve", "reject"] as const;
const LIST = {
  sort: "-checked",
  sorts: [],
  filters: { view: VIEWS },
  views: ["view"],
} as const;
const PER_PAGE = 25;

/** Orders as their fraud checks saw them, those that wait for a person first. */
export function FraudPage() {
  const t = useTexts(fraudTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const settings = useQuery(fraudSettingsQuery(store.id));
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState<{ action: FraudAction; ids: string[] } | null>(null);
  const view = VIEWS.find((name) => name === filters.view);
  const checks = useQuery(
    fraudChecksQuery(store.id, {
      ...(view ? { view } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const home = `/stores/${store.id}/orders`;
  const columns = useFraudColumns(home);
  return (
    <>
      <ListPage
        title={t("title")}
        actions={
          may("order_settings") && settings.data ? (
            <Button onClick={() => setEditing(true)}>{t("settings")}</Button>
          ) : null
        }
        views={{
          label: t("views"),
          current: view ?? "",
          onChoose: (key) => list.setFilter("view", key || null),
          views: [
            { key: "", label: t("view_all") },
            ...VIEWS.map((key) => ({ key, label: t(`view_${key}`) })),
          ],
        }}
        placeholder={t("search")}
        count={(total) => t("count", { count: total })}
        query={checks}
        id="fraud"
        columns={columns}
        rowId={(row) => row.order_id}
        rowName={(row) => t("order", { number: String(row.order_number) })}
        onOpen={(row) => router.push(`${home}/${row.order_id}`)}
        list={list}
        {...(may("orders")
          ? {
              bulk: ACTIONS.map((action) => ({
                key: action,
                label: t(action),
                run: (ids: string[]) => setAsking({ action, ids }),
              })),
            }
          : {})}
        card={(row) => <FraudCard row={row} home={home} />}
        empty={
          view ? (
            <EmptyState title={t("empty_view")}>{t("empty_view_body")}</EmptyState>
          ) : (
            <EmptyState drawing={<TrayDrawing />} title={t("empty_title")}>
              {t("empty_body")}
            </EmptyState>
          )
        }
      />
      {editing && settings.data ? (
        <FraudSettingsDialog
          storeId={store.id}
          settings={settings.data}
          onClose={() => setEditing(false)}
        />
      ) : null}
      {asking ? (
        <DecideDialog storeId={store.id} {...asking} onClose={() => setAsking(null)} />
      ) : null}
    </>
  );
}

function FraudCard({ row, home }: { row: FraudCheck; home: string }) {
  const t = useTexts(fraudTexts);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-13">
      <Link href={`${home}/${row.order_id}`} className="num rounded-xs font-medium">
        {t("order", { number: String(row.order_number) })}
      </Link>
      <Score check={row} />
      <FraudState check={row} />
      <span className="num text-end">{formatMoney(row.total, t.locale)}</span>
      <span className="col-span-2 line-clamp-2 text-12 wrap-anywhere text-muted">
        {reasons(row).join(" ") || t("nothing")}
      </span>
    </span>
  );
}

function useFraudColumns(home: string): Column<FraudCheck>[] {
  const t = useTexts(fraudTexts);
  const store = useStore();
  return useMemo(
    () => [
      {
        id: "order",
        header: t("col_order"),
        width: "208px",
        hideable: false,
        cell: (row) => (
          <span className="grid min-w-0">
            <Link
              href={`${home}/${row.order_id}`}
              className="num rounded-xs font-medium hover:text-accent"
            >
              {t("order", { number: String(row.order_number) })}
            </Link>
            <span className="truncate text-12 text-subtle">{row.customer_name}</span>
          </span>
        ),
      },
      {
        id: "score",
        header: t("col_score"),
        width: "104px",
        cell: (row) => <Score check={row} />,
      },
      {
        id: "state",
        header: t("col_state"),
        width: "144px",
        cell: (row) => <FraudState check={row} />,
      },
      {
        id: "why",
        header: t("col_why"),
        from: "lg",
        cell: (row) => (
          <span className="line-clamp-2 text-12 wrap-anywhere text-muted">
            {reasons(row).join(" ") || t("nothing")}
          </span>
        ),
      },
      {
        id: "total",
        header: t("col_total"),
        align: "end",
        width: "112px",
        cell: (row) => formatMoney(row.total, t.locale),
      },
      {
        id: "checked",
        header: t("col_checked"),
        align: "end",
        width: "128px",
        from: "lg",
        cell: (row) => (
          <time dateTime={row.checked_at} className="num whitespace-nowrap text-subtle">
            {formatDate(row.checked_at, "day", t.locale, store.timezone)}
          </time>
        ),
      },
    ],
    [t, home, store.timezone],
  );
}
