"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, FilterChip, FilterMenu, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { policyQuery, type ReturnRow, returnsQuery } from "@/api/after-sale";
import type { Store } from "@/api/stores";
import { afterTexts } from "@/features/orders/after-texts";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { PolicyDialog } from "./policy-dialog";
import { ReturnState } from "./return-state";
import { returnTexts } from "./texts";

const PER_PAGE = 25;
const VIEWS = ["requested", "approved", "received", "completed", "declined", "cancelled"] as const;
const KINDS = ["return", "withdrawal"] as const;
const LIST = {
  sort: "-requested",
  sorts: [],
  filters: { view: VIEWS, kind: KINDS },
  views: ["view"],
} as const;

/** All returns and withdrawals of the store. */
export function ReturnsPage() {
  const t = useTexts(afterTexts);
  const store = useStore();
  const router = useRouter();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const words = useTexts(returnTexts);
  const may = useMay();
  const policy = useQuery(policyQuery(store.id));
  const [editing, setEditing] = useState(false);
  const kind = KINDS.find((name) => name === filters.kind);
  const view = VIEWS.find((name) => name === filters.view);
  const returns = useQuery(
    returnsQuery(store.id, {
      ...(view ? { status: view } : {}),
      ...(kind ? { kind } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const columns = useReturnColumns(store);
  return (
    <>
      <ListPage
        title={t("returns")}
        views={{
          label: t("views"),
          current: view ?? "",
          onChoose: (key) => list.setFilter("view", key || null),
          views: [
            { key: "", label: t("view_all") },
            ...VIEWS.map((key) => ({
              key,
              label:
                key === "declined" || key === "cancelled" ? words(`view_${key}`) : t(`view_${key}`),
            })),
          ],
        }}
        placeholder={words("search")}
        actions={
          may("order_settings") && policy.data ? (
            <Button onClick={() => setEditing(true)}>{words("policy")}</Button>
          ) : null
        }
        filters={
          <>
            {kind ? (
              <FilterChip
                name={words("kind")}
                value={t(`kind_${kind}`)}
                onRemove={() => list.setFilter("kind", null)}
              />
            ) : null}
            <FilterMenu
              label={words("kind")}
              list={list}
              choices={[
                {
                  name: "kind",
                  label: words("kind"),
                  options: KINDS.map((value) => ({ value, label: t(`kind_${value}`) })),
                },
              ]}
            />
          </>
        }
        count={(total) => t("returns_count", { count: total })}
        query={returns}
        id="returns"
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        onOpen={(row) => router.push(`/stores/${store.id}/returns/${row.id}`)}
        list={list}
        card={(row) => (
          <span className="flex items-center justify-between gap-3 text-13">
            <Link href={`/stores/${store.id}/returns/${row.id}`} className="num font-medium">
              {row.name}
            </Link>
            <span className="min-w-0 truncate">{row.customer_name}</span>
            <ReturnState status={row.status} />
          </span>
        )}
        empty={
          <EmptyState drawing={<TrayDrawing />} title={t("returns_empty")}>
            {t("returns_empty_body")}
          </EmptyState>
        }
      />
      {editing && policy.data ? (
        <PolicyDialog storeId={store.id} policy={policy.data} onClose={() => setEditing(false)} />
      ) : null}
    </>
  );
}

function useReturnColumns(store: Store): Column<ReturnRow>[] {
  const t = useTexts(afterTexts);
  return useMemo(
    () => [
      {
        id: "name",
        header: t("col_return"),
        width: "160px",
        hideable: false,
        cell: (row) => (
          <Link
            href={`/stores/${store.id}/returns/${row.id}`}
            className="num rounded-xs font-medium hover:text-accent"
          >
            {row.name}
          </Link>
        ),
      },
      {
        id: "requested",
        header: t("col_requested"),
        width: "160px",
        cell: (row) => (
          <time dateTime={row.requested_at} className="num whitespace-nowrap text-subtle">
            {formatDate(row.requested_at, "day", t.locale, store.timezone)}
          </time>
        ),
      },
      {
        id: "customer",
        header: t("col_customer"),
        cell: (row) => <span className="block truncate">{row.customer_name}</span>,
      },
      { id: "kind", header: t("col_return"), width: "128px", cell: (row) => t(`kind_${row.kind}`) },
      {
        id: "state",
        header: t("col_state"),
        width: "152px",
        cell: (row) => <ReturnState status={row.status} />,
      },
      {
        id: "units",
        header: t("col_units"),
        align: "end",
        width: "72px",
        cell: (row) => <span className="text-muted">{row.units}</span>,
      },
    ],
    [t, store],
  );
}
