"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { useShortcuts } from "@ecomm/ui/shortcuts";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useMemo, useState } from "react";
import { type FindAct, type Watched, watchlistQuery } from "@/api/research";
import { Spark } from "@/features/research/spark";
import { researchTexts } from "@/features/research/texts";
import { ACT_KEYS, useFinds } from "@/features/research/use-finds";
import { FindScore } from "@/features/research/words";
import { useStore } from "@/features/stores/store-context";
import { GoodsPicture } from "@/features/suppliers/goods-picture";
import { useActor } from "@/shell/actors";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { watchlistTexts } from "./texts";

const FindSheet = dynamic(
  () => import("@/features/research/find-sheet").then((part) => part.FindSheet),
  { ssr: false },
);

const LIST = { sort: "-added", sorts: [], filters: {} } as const;
const ACTS = ["import", "unwatch", "dismiss"] as const satisfies FindAct[];
const PER_PAGE = 25;

/** What the store keeps an eye on: how each stands now, and what changed since it was added. */
export function WatchlistPage() {
  const t = useTexts(watchlistTexts);
  const acts = useTexts(researchTexts);
  const store = useStore();
  const may = useMay();
  const list = useListState(LIST);
  const { search, page } = list.state;
  const [open, setOpen] = useState<string | null>(null);
  const watched = useQuery(
    watchlistQuery(store.id, { ...(search ? { search } : {}), page, per_page: PER_PAGE }),
  );
  const decide = useFinds(store.id);
  const columns = useColumns(setOpen);
  // From then on the table itself follows the keys.
  const first = () => document.querySelector<HTMLElement>("main tbody tr[tabindex='0']")?.focus();
  useShortcuts([
    { title: t("title"), items: [{ keys: ["j"], label: acts("key_first"), run: first }] },
  ]);
  const research = (
    <Button asChild>
      <Link href={`/stores/${store.id}/research`}>{t("research")}</Link>
    </Button>
  );
  return (
    <>
      <ListPage
        title={t("title")}
        actions={research}
        views={{
          label: t("views"),
          current: "",
          onChoose: () => undefined,
          views: [{ key: "", label: t("view_all") }],
        }}
        placeholder={t("search")}
        count={(total) => t("count", { count: total })}
        query={watched}
        id="watchlist"
        columns={columns}
        rowId={(row) => row.item_id}
        rowName={(row) => row.title}
        onOpen={(row) => setOpen(row.item_id)}
        list={list}
        {...(may("sourcing")
          ? {
              keys: Object.fromEntries(
                ACTS.map((act) => [
                  ACT_KEYS[act],
                  (row: Watched) => decide.isPending || decide.mutate({ ids: [row.item_id], act }),
                ]),
              ),
              bulk: ACTS.map((act) => ({
                key: act,
                label: act === "import" ? acts("import_bulk") : acts(act),
                run: (ids: string[]) => decide.mutate({ ids, act }),
              })),
            }
          : {})}
        card={(row) => <Card row={row} onOpen={setOpen} />}
        empty={
          <EmptyState
            drawing={<TrayDrawing />}
            title={t("empty_title")}
            actions={
              <Button asChild variant="primary">
                <Link href={`/stores/${store.id}/research`}>{t("research")}</Link>
              </Button>
            }
          >
            {t("empty_body")}
          </EmptyState>
        }
      />
      {open ? <FindSheet id={open} decide={decide} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function Name({ row, onOpen }: { row: Watched; onOpen: (id: string) => void }) {
  return (
    <button
      type="button"
      onClick={() => onOpen(row.item_id)}
      className="block max-w-full truncate rounded-xs text-start font-medium hover:text-accent"
    >
      {row.title}
    </button>
  );
}

/** A value with how it was when it was added, where that differs. */
function Changed({ now, was }: { now: ReactNode; was: string | null }) {
  const t = useTexts(watchlistTexts);
  return (
    <span className="grid">
      <span>{now}</span>
      <span className="num text-12 whitespace-nowrap text-subtle">
        {was === null ? t("same") : t("was", { value: was })}
      </span>
    </span>
  );
}

function Score({ row }: { row: Watched }) {
  const { score, score_then: then } = row;
  const t = useTexts(watchlistTexts);
  const was = then === score ? null : then === null ? t("unknown") : String(then);
  return <Changed now={<FindScore find={row} />} was={was} />;
}

function Cost({ row }: { row: Watched }) {
  const t = useTexts(watchlistTexts);
  const { cost, cost_then: then } = row;
  const words = (money: Watched["cost"]) => (money ? formatMoney(money, t.locale) : t("unknown"));
  const same = cost?.amount === then?.amount && cost?.currency === then?.currency;
  return (
    <Changed
      now={<span className="num whitespace-nowrap">{words(cost)}</span>}
      was={same ? null : words(then)}
    />
  );
}

function Orders({ row }: { row: Watched }) {
  const t = useTexts(watchlistTexts);
  const { orders_count: now, orders_then: then } = row;
  if (now === null) return <span className="text-subtle">{t("unknown")}</span>;
  return (
    <span className="grid">
      <span className="num whitespace-nowrap">
        {then === null
          ? t("unknown")
          : formatNumber(now - then, t.locale, { signDisplay: "exceptZero" })}
      </span>
      <span className="num text-12 text-subtle">{formatNumber(now, t.locale)}</span>
    </span>
  );
}

function History({ row }: { row: Watched }) {
  const t = useTexts(watchlistTexts);
  const scores = row.history.flatMap(({ score }) => (score === null ? [] : [score]));
  const label =
    scores.length === 0
      ? t("history_none")
      : t("history", {
          from: scores[0] ?? 0,
          to: scores.at(-1) ?? 0,
          count: scores.length,
        });
  return <Spark values={row.history.map(({ score }) => score)} label={label} />;
}

function Since({ row }: { row: Watched }) {
  const t = useTexts(watchlistTexts);
  const store = useStore();
  const actor = useActor();
  return (
    <span className="grid">
      <time dateTime={row.added_at} className="num whitespace-nowrap">
        {formatDate(row.added_at, "day", t.locale, store.timezone)}
      </time>
      <span className="truncate text-12 text-subtle">
        {row.added_by === "rule" ? t("by_rule") : t("by_person", { who: actor(row.actor) })}
      </span>
    </span>
  );
}

function Card({ row, onOpen }: { row: Watched; onOpen: (id: string) => void }) {
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-13">
      <Name row={row} onOpen={onOpen} />
      <Score row={row} />
      <Since row={row} />
      <span className="text-end">
        <Cost row={row} />
      </span>
    </span>
  );
}

function useColumns(onOpen: (id: string) => void): Column<Watched>[] {
  const t = useTexts(watchlistTexts);
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
              <span className="truncate text-12 text-subtle">{row.supplier_name}</span>
            </span>
          </span>
        ),
      },
      { id: "score", header: t("col_score"), width: "128px", cell: (row) => <Score row={row} /> },
      {
        id: "history",
        header: t("col_history"),
        width: "136px",
        from: "lg",
        cell: (row) => <History row={row} />,
      },
      {
        id: "cost",
        header: t("col_cost"),
        align: "end",
        width: "120px",
        cell: (row) => <Cost row={row} />,
      },
      {
        id: "orders",
        header: t("col_orders"),
        align: "end",
        width: "128px",
        from: "lg",
        cell: (row) => <Orders row={row} />,
      },
      {
        id: "stock",
        header: t("col_stock"),
        align: "end",
        width: "104px",
        from: "xl",
        cell: (row) => (
          <span className="num whitespace-nowrap text-muted">
            {row.stock === null
              ? t("unknown")
              : t("left", { count: formatNumber(row.stock, t.locale) })}
          </span>
        ),
      },
      {
        id: "since",
        header: t("col_since"),
        width: "136px",
        spaced: true,
        cell: (row) => <Since row={row} />,
      },
    ],
    [t, onOpen],
  );
}
