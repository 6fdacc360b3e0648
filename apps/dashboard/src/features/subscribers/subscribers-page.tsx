"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, FilterChip, FilterMenu, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { importSheet } from "@/api/sheets";
import {
  newsletterQuery,
  type Subscriber,
  type SubscriberAct,
  subscribersHref,
  subscribersKey,
  subscribersQuery,
} from "@/api/subscribers";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { SubscriberFigures } from "./figures";
import { SubscriberState, useSource } from "./status";
import { subscribersTexts } from "./texts";
import { useActs } from "./use-acts";

const SubscriberSheet = dynamic(() => import("./subscriber-sheet").then((m) => m.SubscriberSheet), {
  ssr: false,
});
const AddDialog = dynamic(() => import("./add-dialog").then((m) => m.AddDialog));
const FormDialog = dynamic(() => import("./form-dialog").then((m) => m.FormDialog));
const EraseDialog = dynamic(() => import("./erase-dialog").then((m) => m.EraseDialog));
const SheetDialog = dynamic(() =>
  import("@/features/sheets/sheet-dialog").then((m) => m.SheetDialog),
);

const VIEWS = ["confirmed", "pending", "waiting", "unsubscribed", "suppressed"] as const;
type View = (typeof VIEWS)[number];
const SOURCES = ["form", "checkout", "account", "register", "merchant", "import"] as const;
const LIST = {
  sort: "-created",
  sorts: ["created", "email", "confirmed"],
  filters: { view: VIEWS, source: SOURCES },
  views: ["view"],
} as const;
const PER_PAGE = 25;

/** What the API is asked for a view. Who found no room is not pending to the merchant. */
function asked(view: View | undefined): Record<string, string> {
  if (view === undefined) return {};
  if (view === "waiting") return { over_limit: "true" };
  if (view === "pending") return { status: "pending", over_limit: "false" };
  return { status: view };
}

/** The values that there are. */
const given = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );

/** What can be done to many in a view; what cannot be is not offered. */
const BULK: Record<View | "all", readonly SubscriberAct[]> = {
  all: ["unsubscribe", "erase"],
  confirmed: ["unsubscribe", "erase"],
  pending: ["invite", "unsubscribe", "erase"],
  waiting: ["admit", "unsubscribe", "erase"],
  unsubscribed: ["erase"],
  suppressed: ["erase"],
};

type Asking = { kind: "add" | "form" | "import" } | { kind: "erase"; ids: string[] };

/** Who asked for the store's news, and where each of them stands. */
export function SubscribersPage() {
  const t = useTexts(subscribersTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const list = useListState(LIST);
  const { search, sort, page, filters } = list.state;
  const view = VIEWS.find((name) => name === filters.view);
  const source = SOURCES.find((name) => name === filters.source);
  const [opened, setOpened] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const filter = given({
    ...asked(view),
    source,
    search,
    sort: sort === LIST.sort ? undefined : sort,
  });
  const rows = useQuery(subscribersQuery(store.id, { ...filter, page, per_page: PER_PAGE }));
  const form = useQuery(newsletterQuery(store.id));
  const acts = useActs(store.id);
  const columns = useColumns(setOpened);
  const staff = may("marketing");
  const close = () => setAsking(null);
  const refresh = () => client.invalidateQueries({ queryKey: subscribersKey(store.id) });
  const add = (
    <Button variant="primary" onClick={() => setAsking({ kind: "add" })}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  );
  const offered = BULK[view ?? "all"].filter((act) => act !== "erase" || may("marketing_settings"));
  return (
    <>
      <ListPage
        title={t("title")}
        actions={
          <>
            {may("marketing_settings") ? (
              <Button onClick={() => setAsking({ kind: "form" })}>{t("form_settings")}</Button>
            ) : null}
            {staff ? (
              <>
                <Button asChild>
                  <a href={subscribersHref(store.id, filter)} download="subscribers.csv">
                    {t("export")}
                  </a>
                </Button>
                <Button onClick={() => setAsking({ kind: "import" })}>{t("import")}</Button>
                {add}
              </>
            ) : null}
          </>
        }
        notice={<SubscriberFigures storeId={store.id} />}
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
        filters={
          <>
            {source ? (
              <FilterChip
                name={t("source")}
                value={t(`source_${source}`)}
                onRemove={() => list.setFilter("source", null)}
              />
            ) : null}
            <FilterMenu
              label={t("filter")}
              list={list}
              choices={[
                {
                  name: "source",
                  label: t("source"),
                  options: SOURCES.map((value) => ({ value, label: t(`source_${value}`) })),
                },
              ]}
            />
          </>
        }
        count={(total) => t("count", { count: total })}
        query={rows}
        id="subscribers"
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.email}
        onOpen={(row) => setOpened(row.id)}
        list={list}
        {...(staff
          ? {
              bulk: offered.map((action) => ({
                key: action,
                label: t(action as "erase"),
                run: (ids: string[]) =>
                  action === "erase"
                    ? setAsking({ kind: "erase", ids })
                    : acts.mutate({ ids, action }),
              })),
            }
          : {})}
        card={(row) => <SubscriberCard row={row} onOpen={() => setOpened(row.id)} />}
        empty={
          view || source || search ? (
            <EmptyState title={t("empty_view")}>{t("empty_view_body")}</EmptyState>
          ) : (
            <EmptyState
              drawing={<TrayDrawing />}
              title={t("empty_title")}
              actions={
                may("marketing_settings") && form.data?.form === false ? (
                  <Button variant="primary" onClick={() => setAsking({ kind: "form" })}>
                    {t("show_form")}
                  </Button>
                ) : staff ? (
                  add
                ) : null
              }
            >
              {t(staff ? "empty_body" : "empty_viewer")}
            </EmptyState>
          )
        }
      />
      {opened ? (
        <SubscriberSheet
          id={opened}
          acts={acts}
          onErase={(ids) => {
            setOpened(null);
            setAsking({ kind: "erase", ids });
          }}
          onClose={() => setOpened(null)}
        />
      ) : null}
      {asking?.kind === "add" ? (
        <AddDialog storeId={store.id} onClose={close} onAdded={refresh} />
      ) : null}
      {asking?.kind === "form" && form.data ? (
        <FormDialog storeId={store.id} settings={form.data} onClose={close} />
      ) : null}
      {asking?.kind === "import" ? (
        <SheetDialog
          name={t("import_name")}
          send={(csv, dryRun) => importSheet(store.id, "subscribers", csv, dryRun)}
          onApplied={refresh}
          onClose={close}
        />
      ) : null}
      {asking?.kind === "erase" ? (
        <EraseDialog
          count={asking.ids.length}
          pending={acts.isPending}
          onConfirm={() => {
            acts.mutate({ ids: asking.ids, action: "erase" });
            close();
          }}
          onClose={close}
        />
      ) : null}
    </>
  );
}

function Address({ row, onOpen }: { row: Subscriber; onOpen: () => void }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      className="block max-w-full truncate rounded-xs text-start font-medium hover:text-accent"
    >
      {row.email}
    </button>
  );
}

/** A subscriber on a phone. */
function SubscriberCard({ row, onOpen }: { row: Subscriber; onOpen: () => void }) {
  const source = useSource();
  const store = useStore();
  const t = useTexts(subscribersTexts);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-13">
      <Address row={row} onOpen={onOpen} />
      <SubscriberState row={row} />
      <span className="truncate text-12 text-subtle">{source(row.source)}</span>
      <time dateTime={row.created_at} className="num text-end text-12 text-subtle">
        {formatDate(row.created_at, "day", t.locale, store.timezone)}
      </time>
    </span>
  );
}

function useColumns(onOpen: (id: string) => void): Column<Subscriber>[] {
  const t = useTexts(subscribersTexts);
  const store = useStore();
  const source = useSource();
  return useMemo(() => {
    const day = (at: string | null) =>
      at === null ? null : (
        <time dateTime={at} className="num whitespace-nowrap text-subtle">
          {formatDate(at, "dayYear", t.locale, store.timezone)}
        </time>
      );
    return [
      {
        id: "email",
        header: t("col_email"),
        sort: "email",
        hideable: false,
        cell: (row) => <Address row={row} onOpen={() => onOpen(row.id)} />,
      },
      {
        id: "status",
        header: t("col_status"),
        width: "152px",
        cell: (row) => <SubscriberState row={row} />,
      },
      {
        id: "source",
        header: t("col_source"),
        width: "168px",
        from: "lg",
        cell: (row) => <span className="block truncate text-muted">{source(row.source)}</span>,
      },
      {
        id: "confirmed",
        header: t("col_confirmed"),
        sort: "confirmed",
        sortFirst: "desc",
        align: "end",
        width: "136px",
        from: "lg",
        cell: (row) => day(row.confirmed_at),
      },
      {
        id: "created",
        header: t("col_since"),
        sort: "created",
        sortFirst: "desc",
        align: "end",
        width: "128px",
        cell: (row) => day(row.created_at),
      },
    ];
  }, [t, onOpen, source, store.timezone]);
}
