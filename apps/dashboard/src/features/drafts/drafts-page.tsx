"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useRef } from "react";
import { createDraft, type DraftRow, draftsQuery } from "@/api/drafts";
import type { Store } from "@/api/stores";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { DraftStatus } from "./status";
import { draftsTexts } from "./texts";

const PER_PAGE = 25;

const VIEWS = ["draft", "pending", "open"] as const;

const LIST = { sort: "", sorts: [], filters: { status: VIEWS }, views: ["status"] } as const;

/** Sales that the merchant's people prepare. */
export function DraftsPage() {
  const t = useTexts(draftsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const status = filters.status as (typeof VIEWS)[number] | undefined;
  const drafts = useQuery(
    draftsQuery(store.id, {
      ...(status ? { status } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const key = useRef(crypto.randomUUID());
  const home = `/stores/${store.id}/drafts`;
  const create = useMutation({
    mutationFn: () => createDraft(store.id, key.current),
    onSuccess: (draft) => {
      key.current = crypto.randomUUID();
      router.push(`${home}/${draft.id}`);
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const columns = useColumns(store);
  const fresh = may("orders") ? (
    <Button variant="primary" pending={create.isPending} onClick={() => create.mutate()}>
      <Plus aria-hidden />
      {t("new")}
    </Button>
  ) : null;
  return (
    <ListPage
      title={t("title")}
      actions={fresh}
      views={{
        label: t("views"),
        current: status ?? "",
        onChoose: (view) => list.setFilter("status", view || null),
        views: [
          { key: "", label: t("view_all") },
          ...VIEWS.map((view) => ({ key: view, label: t(`view_${view}`) })),
        ],
      }}
      placeholder={t("search")}
      count={(total) => t("count", { count: total })}
      query={drafts}
      id="drafts"
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => t("heading", { name: row.name })}
      onOpen={(row) => router.push(`${home}/${row.id}`)}
      list={list}
      card={(row) => <DraftCard row={row} store={store} />}
      empty={
        <EmptyState
          drawing={<TrayDrawing />}
          title={t("empty_title")}
          actions={status ? null : fresh}
        >
          {t(status ? "empty_view" : "empty_body")}
        </EmptyState>
      }
    />
  );
}

function who(row: DraftRow): string | null {
  return row.customer_name ?? row.email;
}

function useColumns(store: Store): Column<DraftRow>[] {
  const t = useTexts(draftsTexts);
  return useMemo(
    () => [
      {
        id: "name",
        header: t("col_name"),
        width: "96px",
        hideable: false,
        cell: (row) => (
          <Link
            href={`/stores/${store.id}/drafts/${row.id}`}
            className="num rounded-xs font-medium hover:text-accent"
          >
            {row.name}
          </Link>
        ),
      },
      {
        id: "customer",
        header: t("col_customer"),
        cell: (row) => (
          <span className="block truncate">
            {who(row) ?? <span className="text-subtle">{t("nobody")}</span>}{" "}
            {row.customer_name && row.email ? (
              <span className="text-subtle max-lg:hidden">{row.email}</span>
            ) : null}
          </span>
        ),
      },
      {
        id: "status",
        header: t("col_status"),
        width: "200px",
        cell: (row) => <DraftStatus status={row.status} />,
      },
      {
        id: "items",
        header: t("col_items"),
        align: "end",
        width: "72px",
        from: "lg",
        cell: (row) => <span className="text-muted">{row.items}</span>,
      },
      {
        id: "total",
        header: t("col_total"),
        align: "end",
        width: "120px",
        cell: (row) => <span className="font-medium">{formatMoney(row.total, t.locale)}</span>,
      },
      {
        id: "changed",
        header: t("col_changed"),
        spaced: true,
        width: "136px",
        cell: (row) => (
          <time dateTime={row.updated_at} className="num whitespace-nowrap text-subtle">
            {formatDate(row.updated_at, "day", t.locale, store.timezone)},{" "}
            {formatDate(row.updated_at, "time", t.locale, store.timezone)}
          </time>
        ),
      },
    ],
    [t, store],
  );
}

/** A draft on a phone. */
function DraftCard({ row, store }: { row: DraftRow; store: Store }) {
  const t = useTexts(draftsTexts);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
      <span className="min-w-0 truncate">
        <Link href={`/stores/${store.id}/drafts/${row.id}`} className="num rounded-xs font-medium">
          {row.name}
        </Link>{" "}
        {who(row) ?? t("nobody")}
      </span>
      <span className="num text-end font-medium">{formatMoney(row.total, t.locale)}</span>
      <DraftStatus status={row.status} />
      <span className="num text-end text-12 text-subtle">
        {formatDate(row.updated_at, "day", t.locale, store.timezone)}
      </span>
    </span>
  );
}
