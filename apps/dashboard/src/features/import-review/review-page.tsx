"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, FilterChip, FilterMenu, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { useShortcuts } from "@ecomm/ui/shortcuts";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import {
  type GoodsItemRow,
  goodsItemsQuery,
  goodsSettingsQuery,
  WORKING,
} from "@/api/goods-imports";
import { useStore } from "@/features/stores/store-context";
import { GoodsPicture } from "@/features/suppliers/goods-picture";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { GoodsStatus } from "./status";
import { goodsTexts } from "./texts";
import { DECISION_KEYS, DECISIONS, useDecide } from "./use-decide";

const StartDialog = dynamic(() => import("./start-dialog").then((part) => part.StartDialog), {
  ssr: false,
});
const GoodsSettingsDialog = dynamic(
  () => import("./settings-dialog").then((part) => part.GoodsSettingsDialog),
  { ssr: false },
);

const VIEWS = ["working", "published", "failed", "dismissed", "all"] as const;
const CHECKS = ["title", "pictures", "price", "cost", "lane", "floor", "safety", "once"] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LIST = {
  sort: "-created",
  sorts: [],
  filters: { view: VIEWS, failing: CHECKS, import: UUID },
  views: ["view"],
} as const;
const PER_PAGE = 25;
const STATES: Record<string, readonly string[]> = {
  working: WORKING,
  published: ["published"],
  failed: ["failed"],
  dismissed: ["dismissed"],
  all: [],
};

/** Suppliers' products that became drafts: those that wait for a person first. */
export function ImportReviewPage() {
  const t = useTexts(goodsTexts);
  const store = useStore();
  const may = useMay();
  const router = useRouter();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const view = VIEWS.find((name) => name === filters.view);
  const failing = CHECKS.find((name) => name === filters.failing);
  const [dialog, setDialog] = useState<"start" | "settings" | null>(null);
  const settings = useQuery(goodsSettingsQuery(store.id));
  const states = view ? (STATES[view] ?? []) : ["needs_review"];
  const items = useQuery(
    goodsItemsQuery(store.id, {
      ...(states.length > 0 ? { state: states } : {}),
      ...(failing ? { failing } : {}),
      ...(filters.import ? { import_id: filters.import } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const decide = useDecide(store.id);
  const columns = useColumns();
  // From then on the table itself follows the keys.
  const first = () => document.querySelector<HTMLElement>("main tbody tr[tabindex='0']")?.focus();
  useShortcuts([
    { title: t("title"), items: [{ keys: ["j"], label: t("key_first"), run: first }] },
  ]);
  const href = (id: string) => `/stores/${store.id}/import-review/${id}`;
  const start = (
    <Button variant="primary" onClick={() => setDialog("start")}>
      {t("import")}
    </Button>
  );
  return (
    <>
      <ListPage
        title={t("title")}
        actions={
          <>
            {may("sourcing_settings") && settings.data ? (
              <Button onClick={() => setDialog("settings")}>{t("settings")}</Button>
            ) : null}
            {may("sourcing") ? start : null}
          </>
        }
        views={{
          label: t("views"),
          current: view ?? "",
          onChoose: (key) => list.setFilter("view", key || null),
          views: [
            { key: "", label: t("view_waiting") },
            ...VIEWS.map((key) => ({ key, label: t(`view_${key}`) })),
          ],
        }}
        placeholder={t("search")}
        filters={
          <>
            {filters.import ? (
              <FilterChip
                name={t("of_import")}
                value={t("one_import")}
                onRemove={() => list.setFilter("import", null)}
              />
            ) : null}
            {failing ? (
              <FilterChip
                name={t("failing")}
                value={t(`name_${failing}`)}
                onRemove={() => list.setFilter("failing", null)}
              />
            ) : null}
            <FilterMenu
              label={t("filter")}
              list={list}
              choices={[
                {
                  name: "failing",
                  label: t("failing"),
                  options: CHECKS.map((value) => ({ value, label: t(`name_${value}`) })),
                },
              ]}
            />
          </>
        }
        count={(total) => t("count", { count: total })}
        query={items}
        id="import-review"
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.title}
        onOpen={(row) => router.push(href(row.id))}
        list={list}
        {...(may("sourcing")
          ? {
              keys: Object.fromEntries(
                DECISIONS.map((what) => [
                  DECISION_KEYS[what],
                  (row: GoodsItemRow) => decide.mutate({ ids: [row.id], what }),
                ]),
              ),
              bulk: DECISIONS.filter((what) =>
                view === "dismissed" ? what === "restore" : what !== "restore",
              ).map((what) => ({
                key: what,
                label: t(what),
                run: (ids: string[]) => decide.mutate({ ids, what }),
              })),
            }
          : {})}
        card={(row) => <Card row={row} href={href(row.id)} />}
        empty={
          view ? (
            <EmptyState title={t("empty_view")}>{t("empty_view_body")}</EmptyState>
          ) : (
            <EmptyState
              drawing={<ShelfDrawing />}
              title={t("empty_title")}
              actions={may("sourcing") ? start : null}
            >
              {t("empty_body")}
            </EmptyState>
          )
        }
      />
      {dialog === "start" ? (
        <StartDialog
          storeId={store.id}
          onClose={() => setDialog(null)}
          onStarted={() => list.setFilter("view", "working")}
        />
      ) : null}
      {dialog === "settings" && settings.data ? (
        <GoodsSettingsDialog
          storeId={store.id}
          autoPublish={settings.data.auto_publish}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </>
  );
}

function Missing({ row }: { row: GoodsItemRow }) {
  const t = useTexts(goodsTexts);
  if (row.error) return <span className="block truncate text-danger">{row.error.message}</span>;
  if (row.state !== "needs_review") return null;
  if (row.failing.length === 0) return <span className="text-subtle">{t("all_met")}</span>;
  return (
    <span className="block truncate text-muted">
      {row.failing.map((code) => t(`name_${code}`)).join(", ")}
    </span>
  );
}

function usePrice() {
  const t = useTexts(goodsTexts);
  return (row: GoodsItemRow) => {
    if (!row.price_min || !row.price_max) return "–";
    const from = formatMoney(row.price_min, t.locale);
    return row.price_min.amount === row.price_max.amount
      ? from
      : `${from} – ${formatMoney(row.price_max, t.locale)}`;
  };
}

function Card({ row, href }: { row: GoodsItemRow; href: string }) {
  const price = usePrice();
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-13">
      <Name row={row} href={href} />
      <span className="num">{price(row)}</span>
      <span className="min-w-0 text-12">
        <Missing row={row} />
      </span>
      <GoodsStatus state={row.state} />
    </span>
  );
}

/** A file may name its pictures by their file names, which are no addresses. */
const pictureOf = (row: GoodsItemRow) =>
  row.image_url && /^(https?:|\/)/i.test(row.image_url) ? row.image_url : null;

function Name({ row, href }: { row: GoodsItemRow; href: string }) {
  return (
    <Link
      href={href}
      className="block max-w-full truncate rounded-xs font-medium hover:text-accent"
    >
      {row.title}
    </Link>
  );
}

function useColumns(): Column<GoodsItemRow>[] {
  const t = useTexts(goodsTexts);
  const store = useStore();
  const price = usePrice();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the price's words follow the locale
  return useMemo(
    () => [
      {
        id: "product",
        header: t("col_product"),
        hideable: false,
        cell: (row) => (
          <span className="grid min-w-0 grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3">
            <GoodsPicture url={pictureOf(row)} />
            <span className="grid min-w-0">
              <Name row={row} href={`/stores/${store.id}/import-review/${row.id}`} />
              <span className="truncate text-12 text-subtle">
                {row.supplier_name ?? t("from_file")} · {row.external_id}
              </span>
            </span>
          </span>
        ),
      },
      {
        id: "missing",
        header: t("col_missing"),
        width: "208px",
        from: "lg",
        cell: (row) => <Missing row={row} />,
      },
      {
        id: "state",
        header: t("col_state"),
        width: "176px",
        cell: (row) => <GoodsStatus state={row.state} />,
      },
      {
        id: "price",
        header: t("col_price"),
        align: "end",
        width: "168px",
        cell: (row) => <span className="num whitespace-nowrap">{price(row)}</span>,
      },
      {
        id: "when",
        header: t("col_when"),
        align: "end",
        width: "120px",
        from: "lg",
        cell: (row) => (
          <time dateTime={row.created_at} className="num whitespace-nowrap text-subtle">
            {formatDate(row.created_at, "dayYear", t.locale, store.timezone)}
          </time>
        ),
      },
    ],
    [t, store.id, store.timezone],
  );
}
