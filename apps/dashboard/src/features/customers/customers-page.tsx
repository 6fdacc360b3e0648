"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, FilterChip, FilterMenu, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import {
  type CustomerFilter,
  type CustomerRow,
  customersKey,
  customersQuery,
  exportHref,
  segmentsQuery,
} from "@/api/customers";
import type { Store } from "@/api/stores";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { customersTexts } from "./texts";

const CustomerDialog = dynamic(() => import("./customer-dialog").then((m) => m.CustomerDialog));
const CustomerFile = dynamic(() => import("./customer-file").then((m) => m.CustomerFile));
const BulkTags = dynamic(() => import("./bulk-dialogs").then((m) => m.BulkTags));
const BulkSegment = dynamic(() => import("./bulk-dialogs").then((m) => m.BulkSegment));

const PER_PAGE = 25;

const VIEWS: Record<string, CustomerFilter> = {
  ordered: { ordered: true },
  accounts: { account: true },
  marketing: { marketing: true },
  disabled: { disabled: true },
};

const LIST = {
  sort: "-created",
  sorts: ["created", "name", "spent", "orders", "last_order"],
  filters: {
    view: Object.keys(VIEWS),
    segment: /^[0-9a-f-]{36}$/,
    tag: null,
    country: /^[A-Z]{2}$/,
  },
  views: ["view"],
} as const;

type Asking = { kind: "new" } | { kind: "file" } | { kind: "tags" | "segment"; ids: string[] };

/** All customers of the store: accounts, guests who bought, and who was written down. */
export function CustomersPage() {
  const t = useTexts(customersTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const may = useMay();
  const list = useListState(LIST);
  const [asking, setAsking] = useState<Asking | null>(null);
  const { search, sort, page, filters } = list.state;
  const { view = "", segment, ...plain } = filters;
  const filter: CustomerFilter = {
    ...plain,
    ...VIEWS[view],
    ...(segment ? { segment_id: segment } : {}),
    ...(search ? { search } : {}),
    ...(sort === LIST.sort ? {} : { sort }),
  };
  const customers = useQuery(customersQuery(store.id, { ...filter, page, per_page: PER_PAGE }));
  const segments = useQuery(segmentsQuery(store.id));
  const columns = useColumns(store);
  const home = `/stores/${store.id}/customers`;
  const refresh = () => client.invalidateQueries({ queryKey: customersKey(store.id) });
  const segmentName = segments.data?.find(({ id }) => id === segment)?.name;
  return (
    <>
      <ListPage
        title={t("title")}
        actions={
          <>
            {may("customers") ? (
              <Button asChild>
                <a href={exportHref(store.id, filter)} download="customers.csv">
                  {t("export")}
                </a>
              </Button>
            ) : null}
            {may("customers") ? (
              <>
                <Button onClick={() => setAsking({ kind: "file" })}>{t("import")}</Button>
                <Button variant="primary" onClick={() => setAsking({ kind: "new" })}>
                  <Plus aria-hidden />
                  {t("new")}
                </Button>
              </>
            ) : null}
          </>
        }
        views={{
          label: t("views"),
          current: view,
          onChoose: (key) => list.setFilter("view", key || null),
          views: [
            { key: "", label: t("view_all") },
            { key: "ordered", label: t("view_ordered") },
            { key: "accounts", label: t("view_accounts") },
            { key: "marketing", label: t("view_marketing") },
            { key: "disabled", label: t("view_disabled") },
          ],
        }}
        placeholder={t("search")}
        count={(total) => t("count", { count: total })}
        query={customers}
        filters={
          <>
            {segment ? (
              <FilterChip
                name={t("segment")}
                value={segmentName ?? ""}
                onRemove={() => list.setFilter("segment", null)}
              />
            ) : null}
            {filters.tag ? (
              <FilterChip
                name={t("tags")}
                value={filters.tag}
                onRemove={() => list.setFilter("tag", null)}
              />
            ) : null}
            {filters.country ? (
              <FilterChip
                name={t("col_country")}
                value={filters.country}
                onRemove={() => list.setFilter("country", null)}
              />
            ) : null}
            {segments.data?.length ? (
              <FilterMenu
                label={t("filter")}
                list={list}
                choices={[
                  {
                    name: "segment",
                    label: t("segment"),
                    options: segments.data.map(({ id, name }) => ({ value: id, label: name })),
                  },
                ]}
              />
            ) : null}
          </>
        }
        id="customers"
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        onOpen={(row) => router.push(`${home}/${row.id}`)}
        list={list}
        bulk={
          may("customers")
            ? [
                {
                  key: "tags",
                  label: t("add_tag"),
                  run: (ids) => setAsking({ kind: "tags", ids }),
                },
                {
                  key: "segment",
                  label: t("add_segment"),
                  run: (ids) => setAsking({ kind: "segment", ids }),
                },
              ]
            : []
        }
        card={(row) => <CustomerCard row={row} store={store} />}
        empty={
          <EmptyState
            drawing={<TrayDrawing />}
            title={t("empty_title")}
            actions={
              may("customers") ? (
                <Button variant="primary" onClick={() => setAsking({ kind: "new" })}>
                  <Plus aria-hidden />
                  {t("new")}
                </Button>
              ) : null
            }
          >
            {t("empty_body")}
          </EmptyState>
        }
      />
      {asking?.kind === "new" ? (
        <CustomerDialog
          storeId={store.id}
          customer={null}
          onClose={() => setAsking(null)}
          onSaved={async (saved) => {
            await refresh();
            router.push(`${home}/${saved.id}`);
          }}
        />
      ) : null}
      {asking?.kind === "file" ? (
        <CustomerFile storeId={store.id} onClose={() => setAsking(null)} onDone={refresh} />
      ) : null}
      {asking?.kind === "tags" ? (
        <BulkTags
          storeId={store.id}
          ids={asking.ids}
          onClose={() => setAsking(null)}
          onDone={refresh}
        />
      ) : null}
      {asking?.kind === "segment" ? (
        <BulkSegment
          storeId={store.id}
          ids={asking.ids}
          segments={segments.data ?? []}
          onClose={() => setAsking(null)}
          onDone={refresh}
        />
      ) : null}
    </>
  );
}

/** What kind of customer this is, in a word. */
export function CustomerMark({ row }: { row: Pick<CustomerRow, "disabled" | "account"> }) {
  const t = useTexts(customersTexts);
  if (row.disabled) return <Badge tone="warning">{t("disabled")}</Badge>;
  return row.account ? null : <Badge>{t("guest")}</Badge>;
}

function useColumns(store: Store): Column<CustomerRow>[] {
  const t = useTexts(customersTexts);
  return useMemo(
    () => [
      {
        id: "name",
        header: t("col_name"),
        sort: "name",
        hideable: false,
        cell: (row) => (
          <span className="flex min-w-0 items-center gap-2">
            <span className="min-w-0 truncate">
              <Link
                href={`/stores/${store.id}/customers/${row.id}`}
                className="rounded-xs font-medium hover:text-accent"
              >
                {row.name}
              </Link>{" "}
              <span className="text-subtle max-lg:hidden">{row.email}</span>
            </span>
            <CustomerMark row={row} />
          </span>
        ),
      },
      {
        id: "tags",
        header: t("col_tags"),
        width: "168px",
        from: "xl",
        cell: (row) => <span className="block truncate text-muted">{row.tags.join(", ")}</span>,
      },
      {
        id: "country",
        header: t("col_country"),
        width: "88px",
        from: "lg",
        cell: (row) => <span className="text-muted">{row.country}</span>,
      },
      {
        id: "orders",
        header: t("col_orders"),
        sort: "orders",
        sortFirst: "desc",
        align: "end",
        width: "88px",
        cell: (row) => <span className="num">{row.orders_count}</span>,
      },
      {
        id: "spent",
        header: t("col_spent"),
        sort: "spent",
        sortFirst: "desc",
        align: "end",
        width: "128px",
        cell: (row) => (
          <span className="font-medium">{formatMoney(row.total_spent, t.locale)}</span>
        ),
      },
      {
        id: "last",
        header: t("col_last"),
        sort: "last_order",
        sortFirst: "desc",
        spaced: true,
        width: "120px",
        from: "lg",
        cell: (row) => (
          <span className="num text-subtle">
            {row.last_order_at
              ? formatDate(row.last_order_at, "day", t.locale, store.timezone)
              : t("never")}
          </span>
        ),
      },
      {
        id: "created",
        header: t("col_since"),
        sort: "created",
        sortFirst: "desc",
        width: "120px",
        cell: (row) => (
          <time dateTime={row.created_at} className="num text-subtle">
            {formatDate(row.created_at, "day", t.locale, store.timezone)}
          </time>
        ),
      },
    ],
    [t, store],
  );
}

/** A customer on a phone. */
function CustomerCard({ row, store }: { row: CustomerRow; store: Store }) {
  const t = useTexts(customersTexts);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
      <Link
        href={`/stores/${store.id}/customers/${row.id}`}
        className="min-w-0 truncate rounded-xs font-medium"
      >
        {row.name}
      </Link>
      <span className="num text-end font-medium">{formatMoney(row.total_spent, t.locale)}</span>
      <span className="min-w-0 truncate text-12 text-subtle">{row.email}</span>
      <span className="text-end">
        <CustomerMark row={row} />
      </span>
    </span>
  );
}
