"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, FilterChip, FilterMenu, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { useShortcuts } from "@ecomm/ui/shortcuts";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import {
  type Find,
  type FindAct,
  findsKey,
  findsQuery,
  type ResearchSettings,
  researchSettingsQuery,
  runQuery,
  startRun,
} from "@/api/research";
import { suppliersQuery } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { GoodsPicture } from "@/features/suppliers/goods-picture";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { RunPanel } from "./run-panel";
import { SignalBars } from "./signals";
import { researchTexts } from "./texts";
import { keysOf, useFinds } from "./use-finds";
import { FindMargin, FindPrice, FindScore, FindState } from "./words";

const SettingsDialog = dynamic(
  () => import("./settings-dialog").then((part) => part.ResearchSettingsDialog),
  { ssr: false },
);
const FindSheet = dynamic(() => import("./find-sheet").then((part) => part.FindSheet), {
  ssr: false,
});

const VIEWS = ["strong", "watched", "imported", "dismissed"] as const;
const SCORES = ["50", "65", "80"] as const;
const SORTS = ["score", "coverage", "orders", "newest"] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LIST = {
  sort: "-score",
  sorts: [],
  filters: { view: VIEWS, supplier: UUID, score: SCORES, by: SORTS },
  views: ["view"],
} as const;
const PER_PAGE = 25;

type View = (typeof VIEWS)[number];

const BULK: Record<View | "all", readonly FindAct[]> = {
  all: ["import", "watch", "dismiss"],
  strong: ["import", "watch", "dismiss"],
  watched: ["import", "unwatch", "dismiss"],
  imported: ["undo_import"],
  dismissed: ["restore"],
};

/** What research found, the best first, each with the signals its score is made of. */
export function ResearchPage() {
  const t = useTexts(researchTexts);
  const store = useStore();
  const may = useMay();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const view = VIEWS.find((name) => name === filters.view);
  const [editing, setEditing] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const settings = useQuery(researchSettingsQuery(store.id));
  const suppliers = useQuery(suppliersQuery(store.id));
  const run = useRun(store.id);
  const finds = useQuery(
    findsQuery(store.id, {
      ...(view === "strong" ? { strong: true } : view ? { state: view } : {}),
      ...(filters.supplier ? { supplier_id: filters.supplier } : {}),
      ...(filters.score ? { min_score: Number(filters.score) } : {}),
      ...(filters.by ? { sort: filters.by } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const decide = useFinds(store.id);
  const columns = useColumns(setOpen);
  // From then on the table itself follows the keys.
  const first = () => document.querySelector<HTMLElement>("main tbody tr[tabindex='0']")?.focus();
  useShortcuts([
    { title: t("title"), items: [{ keys: ["j"], label: t("key_first"), run: first }] },
  ]);
  const connected = suppliers.data?.filter((one) => one.status === "connected") ?? [];
  const look = (
    <Button variant="primary" pending={run.busy} onClick={run.start}>
      {t("look")}
    </Button>
  );
  const supplierName = (id: string) => suppliers.data?.find((one) => one.id === id)?.name ?? "…";
  return (
    <>
      <ListPage
        title={t("title")}
        actions={
          <>
            {may("sourcing_settings") && settings.data ? (
              <Button onClick={() => setEditing(true)}>{t("settings")}</Button>
            ) : null}
            {may("sourcing") && connected.length > 0 ? look : null}
          </>
        }
        notice={
          run.latest === undefined ? null : <RunPanel run={run.latest} settings={settings.data} />
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
        filters={
          <>
            {filters.supplier ? (
              <FilterChip
                name={t("filter_supplier")}
                value={supplierName(filters.supplier)}
                onRemove={() => list.setFilter("supplier", null)}
              />
            ) : null}
            {filters.score ? (
              <FilterChip
                name={t("filter_score")}
                value={t("from_score", { score: filters.score })}
                onRemove={() => list.setFilter("score", null)}
              />
            ) : null}
            <FilterMenu
              label={t("filter")}
              list={list}
              choices={[
                {
                  name: "by",
                  label: t("filter_sort"),
                  options: SORTS.map((value) => ({ value, label: t(`sort_${value}`) })),
                },
                {
                  name: "score",
                  label: t("filter_score"),
                  options: SCORES.map((score) => ({
                    value: score,
                    label: t("from_score", { score }),
                  })),
                },
                ...(suppliers.data && suppliers.data.length > 1
                  ? [
                      {
                        name: "supplier",
                        label: t("filter_supplier"),
                        options: suppliers.data.map(({ id, name }) => ({ value: id, label: name })),
                      },
                    ]
                  : []),
              ]}
            />
          </>
        }
        count={(total) => t("count", { count: total })}
        query={finds}
        id="research"
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.title}
        onOpen={(row) => setOpen(row.id)}
        list={list}
        {...(may("sourcing")
          ? {
              keys: keysOf(decide),
              bulk: BULK[view ?? "all"].map((act) => ({
                key: act,
                label: act === "import" ? t("import_bulk") : t(act),
                run: (ids: string[]) => decide.mutate({ ids, act }),
              })),
            }
          : {})}
        card={(row) => <FindCard row={row} onOpen={setOpen} />}
        empty={
          <Empty
            view={view}
            running={run.busy}
            connected={suppliers.data === undefined || connected.length > 0}
            settings={settings.data}
            look={may("sourcing") ? look : null}
          />
        }
      />
      {open ? <FindSheet id={open} decide={decide} onClose={() => setOpen(null)} /> : null}
      {editing && settings.data ? (
        <SettingsDialog store={store} settings={settings.data} onClose={() => setEditing(false)} />
      ) : null}
    </>
  );
}

/** The last run, and a way to begin one; the list is read again when a run comes to its end. */
function useRun(storeId: string) {
  const t = useTexts(researchTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const run = useQuery(runQuery(storeId));
  const latest = run.data?.latest;
  const going = latest != null && latest.finished_at === null;
  const before = useRef(going);
  useEffect(() => {
    if (before.current && !going) {
      void client.invalidateQueries({ queryKey: findsKey(storeId) });
      void client.invalidateQueries({ queryKey: researchSettingsQuery(storeId).queryKey });
    }
    before.current = going;
  }, [going, client, storeId]);
  const begin = useMutation({
    mutationFn: () => startRun(storeId),
    onSuccess: (started) => {
      client.setQueryData(runQuery(storeId).queryKey, { latest: started });
      toast.success(t("started"));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return {
    latest: run.data === undefined ? undefined : (latest ?? null),
    busy: going || begin.isPending,
    start: () => begin.mutate(),
  };
}

function Empty({
  view,
  running,
  connected,
  settings,
  look,
}: {
  view: View | undefined;
  running: boolean;
  connected: boolean;
  settings: ResearchSettings | undefined;
  look: ReactNode;
}) {
  const t = useTexts(researchTexts);
  const store = useStore();
  if (view) {
    const score = view === "strong" ? settings?.import_at : settings?.watch_at;
    const words = t(`empty_${view}`, {
      score: score ?? 0,
      coverage: settings?.import_coverage ?? 0,
    });
    return <EmptyState title={t("empty_view")}>{settings ? words : null}</EmptyState>;
  }
  if (!connected) {
    return (
      <EmptyState
        drawing={<ShelfDrawing />}
        title={t("empty_no_supplier")}
        actions={
          <Button asChild variant="primary">
            <Link href={`/stores/${store.id}/suppliers`}>{t("connect")}</Link>
          </Button>
        }
      >
        {t("empty_no_supplier_body")}
      </EmptyState>
    );
  }
  if (running) {
    return (
      <EmptyState drawing={<ShelfDrawing />} title={t("empty_running")}>
        {t("empty_running_body")}
      </EmptyState>
    );
  }
  return (
    <EmptyState drawing={<ShelfDrawing />} title={t("empty_title")} actions={look}>
      {t("empty_body")}
    </EmptyState>
  );
}

function Name({ row, onOpen }: { row: Find; onOpen: (id: string) => void }) {
  return (
    <button
      type="button"
      onClick={() => onOpen(row.id)}
      className="block max-w-full truncate rounded-xs text-start font-medium hover:text-accent"
    >
      {row.title}
    </button>
  );
}

function FindCard({ row, onOpen }: { row: Find; onOpen: (id: string) => void }) {
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-13">
      <Name row={row} onOpen={onOpen} />
      <FindScore find={row} />
      <span className="min-w-0 truncate text-12 text-subtle">{row.supplier_name}</span>
      <FindPrice find={row} />
      <FindState find={row} />
      <FindMargin find={row} />
    </span>
  );
}

function useColumns(onOpen: (id: string) => void): Column<Find>[] {
  const t = useTexts(researchTexts);
  return useMemo(
    () => [
      {
        id: "product",
        header: t("col_product"),
        hideable: false,
        cell: (row) => (
          <span className="grid min-w-0 grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3">
            <GoodsPicture url={row.image_url} />
            <span className="grid min-w-0">
              <Name row={row} onOpen={onOpen} />
              <span className="truncate text-12 text-subtle">
                {row.supplier_name}
                {row.category ? ` · ${row.category}` : ""}
              </span>
            </span>
          </span>
        ),
      },
      {
        id: "score",
        header: t("col_score"),
        width: "120px",
        cell: (row) => <FindScore find={row} />,
      },
      {
        id: "signals",
        header: t("col_signals"),
        width: "208px",
        from: "lg",
        cell: (row) => <SignalBars signals={row.breakdown} />,
      },
      {
        id: "coverage",
        header: t("col_coverage"),
        align: "end",
        width: "96px",
        from: "xl",
        cell: (row) => (
          <span className="num whitespace-nowrap text-muted">
            {t("coverage", { coverage: row.coverage })}
          </span>
        ),
      },
      {
        id: "price",
        header: t("col_price"),
        align: "end",
        width: "136px",
        cell: (row) => <FindPrice find={row} />,
      },
      {
        id: "margin",
        header: t("col_margin"),
        align: "end",
        width: "96px",
        from: "lg",
        cell: (row) => <FindMargin find={row} />,
      },
      {
        id: "state",
        header: t("col_state"),
        width: "152px",
        spaced: true,
        cell: (row) => <FindState find={row} />,
      },
    ],
    [t, onOpen],
  );
}
