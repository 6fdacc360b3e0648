"use client";

import { Button } from "@ecomm/ui/button";
import {
  type Column,
  DataTable,
  FilterChip,
  FilterMenu,
  type ListControls,
  useListState,
} from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { ViewTabs } from "@ecomm/ui/tabs";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CheckCheck, Settings2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { type Notification, notificationsQuery, unreadQuery } from "@/api/notifications";
import { storesQuery } from "@/api/stores";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { here, useAgo } from "./ago";
import { KINDS } from "./kinds";
import { useMarking } from "./marking";
import { Mark } from "./newest";
import { notificationsTexts } from "./texts";
import { detailOf, newestOf, pageOf, wordsOf } from "./words";

const PER_PAGE = 25;
/** Ids that one request may mark. */
const AT_ONCE = 100;
const LIST = {
  sort: "-at",
  sorts: [],
  filters: { view: ["unread"], kind: KINDS, store: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ },
  views: ["view"],
} as const;

/** Everything that one was told in the last 90 days. */
export function NotificationsPage() {
  const t = useTexts(notificationsTexts);
  const shell = useTexts(shellTexts);
  const router = useRouter();
  const list = useListState(LIST);
  const { page, filters } = list.state;
  const kind = KINDS.find((one) => one === filters.kind);
  const unread = useQuery(unreadQuery);
  const told = useQuery(
    notificationsQuery({
      ...(filters.view ? { unread: true } : {}),
      ...(kind ? { kind: [kind] } : {}),
      ...(filters.store ? { store_id: filters.store } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const { mark, markAll } = useBulk();
  const open = (row: Notification) => {
    if (row.read_at === null) mark([row.id], true, false);
    router.push(pageOf(row));
  };
  const columns = useColumns(open);
  const total = told.data?.page.total;
  const newest = newestOf(told.data?.items ?? []);
  return (
    <Page>
      <PageHeader
        title={t("title")}
        count={list.narrowed || filters.view ? undefined : total}
        sub={t("lead")}
        actions={
          <>
            <Button asChild>
              <Link href="/profile#notifications">
                <Settings2 aria-hidden />
                {t("choose")}
              </Link>
            </Button>
            <Button
              disabled={!unread.data || !newest}
              onClick={() => void markAll(kind, filters.store, newest)}
            >
              <CheckCheck aria-hidden />
              {t("mark_all")}
            </Button>
          </>
        }
      />
      <ViewTabs
        label={t("views")}
        current={filters.view ?? ""}
        onChoose={(key) => list.setFilter("view", key || null)}
        views={[
          { key: "", label: t("view_all") },
          { key: "unread", label: t("view_unread"), count: unread.data },
        ]}
      />
      <Filters list={list} total={total} />
      <DataTable
        id="notifications"
        label={t("title")}
        columns={columns}
        rows={told.data?.items}
        rowId={(row) => row.id}
        rowName={(row) => wordsOf(row, t, here())}
        onOpen={open}
        list={list}
        page={told.data?.page}
        stale={told.isPlaceholderData}
        error={loadError(told, shell)}
        bulk={[
          { key: "read", label: t("mark_read"), run: (ids) => mark(ids, true) },
          { key: "unread", label: t("mark_unread"), run: (ids) => mark(ids, false) },
        ]}
        card={(row) => <Card row={row} onOpen={() => open(row)} />}
        empty={<Empty unread={filters.view !== undefined} narrowed={list.narrowed} />}
      />
    </Page>
  );
}

function Empty({ unread, narrowed }: { unread: boolean; narrowed: boolean }) {
  const t = useTexts(notificationsTexts);
  const what = narrowed ? "nothing" : unread ? "empty_unread" : "empty";
  return (
    <EmptyState drawing={<TrayDrawing />} title={t(`${what}_title`)}>
      {t(`${what}_body`)}
    </EmptyState>
  );
}

function useBulk() {
  const t = useTexts(notificationsTexts);
  const client = useQueryClient();
  const marking = useMarking();
  const mark = (ids: string[], read: boolean, say = true) =>
    marking.mutate(
      { read, ids },
      {
        onSuccess: ({ changed }) => {
          if (!say) return;
          toast.success(t(read ? "marked" : "marked_unread", { count: changed }), {
            action: { label: t("undo"), onClick: () => marking.mutate({ read: !read, ids }) },
          });
        },
      },
    );
  /** By their ids where one reply holds them all, so that it can be undone; else up to a moment. */
  const markAll = async (kind?: Notification["kind"], store?: string, until?: string) => {
    const wanted = {
      ...(kind ? { kind: [kind] } : {}),
      ...(store ? { store_id: store } : {}),
    };
    const unread = await client
      .fetchQuery({
        ...notificationsQuery({ ...wanted, unread: true, per_page: AT_ONCE }),
        staleTime: 0,
      })
      .catch(() => null);
    if (unread && unread.page.total <= AT_ONCE) {
      mark(
        unread.items.map(({ id }) => id),
        true,
      );
      return;
    }
    marking.mutate(
      {
        read: true,
        ids: null,
        ...(kind ? { kind } : {}),
        ...(store ? { store_id: store } : {}),
        ...(until ? { until } : {}),
      },
      { onSuccess: ({ changed }) => toast.success(t("marked", { count: changed })) },
    );
  };
  return { mark, markAll };
}

function Filters({ list, total }: { list: ListControls; total: number | undefined }) {
  const t = useTexts(notificationsTexts);
  const stores = useQuery(storesQuery);
  const { kind, store } = list.state.filters;
  const named = stores.data?.items.find(({ id }) => id === store)?.name;
  const known = KINDS.find((one) => one === kind);
  return (
    <div className="my-3 flex min-h-8 flex-wrap items-center gap-2">
      {known ? (
        <FilterChip
          name={t("kind")}
          value={t(`kind_${known}`)}
          onRemove={() => list.setFilter("kind", null)}
        />
      ) : null}
      {store ? (
        <FilterChip
          name={t("store")}
          value={named ?? "…"}
          onRemove={() => list.setFilter("store", null)}
        />
      ) : null}
      <FilterMenu
        label={t("filter")}
        list={list}
        choices={[
          {
            name: "kind",
            label: t("kind"),
            options: KINDS.map((value) => ({ value, label: t(`kind_${value}`) })),
          },
          ...((stores.data?.items.length ?? 0) > 1
            ? [
                {
                  name: "store",
                  label: t("store"),
                  options: (stores.data?.items ?? []).map(({ id, name }) => ({
                    value: id,
                    label: name,
                  })),
                },
              ]
            : []),
        ]}
      />
      {total === undefined ? null : (
        <span className="num ms-auto text-12 text-subtle">{t("count", { count: total })}</span>
      )}
    </div>
  );
}

function useColumns(open: (row: Notification) => void): Column<Notification>[] {
  const t = useTexts(notificationsTexts);
  const ago = useAgo();
  return useMemo(
    () => [
      {
        id: "what",
        header: t("what"),
        hideable: false,
        cell: (row) => (
          <span className="flex min-w-0 items-center gap-2">
            <Mark fresh={row.read_at === null} label={t("unread")} />
            <Words row={row} onOpen={() => open(row)} />
          </span>
        ),
      },
      {
        id: "kind",
        header: t("kind"),
        width: "220px",
        from: "lg",
        cell: (row) => <span className="block truncate text-muted">{t(`kind_${row.kind}`)}</span>,
      },
      {
        id: "store",
        header: t("store"),
        width: "180px",
        cell: (row) => <span className="block truncate text-muted">{row.store_name}</span>,
      },
      {
        id: "when",
        header: t("when"),
        width: "120px",
        align: "end",
        cell: (row) => (
          <time dateTime={row.at} className="num whitespace-nowrap text-subtle">
            {ago(row.at)}
          </time>
        ),
      },
    ],
    [t, ago, open],
  );
}

function Words({ row, onOpen }: { row: Notification; onOpen: () => void }) {
  const t = useTexts(notificationsTexts);
  const detail = detailOf(row, t.locale);
  return (
    <Link
      href={pageOf(row)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onOpen();
      }}
      className={cn(
        "block min-w-0 truncate rounded-xs hover:text-accent",
        row.read_at === null ? "font-medium" : "text-muted",
      )}
    >
      {wordsOf(row, t, here())}
      {detail ? <span className="num font-normal text-subtle"> · {detail}</span> : null}
    </Link>
  );
}

function Card({ row, onOpen }: { row: Notification; onOpen: () => void }) {
  const t = useTexts(notificationsTexts);
  const ago = useAgo();
  return (
    <span className="grid min-w-0 gap-0.5 text-13">
      <span className="flex min-w-0 items-center gap-2">
        <Mark fresh={row.read_at === null} label={t("unread")} />
        <Words row={row} onOpen={onOpen} />
      </span>
      <span className="flex min-w-0 gap-1.5 ps-4 text-12 text-subtle">
        <span className="truncate">{row.store_name}</span>
        <time dateTime={row.at} className="num ms-auto shrink-0">
          {ago(row.at)}
        </time>
      </span>
    </span>
  );
}
