"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { EmptyState } from "@ecomm/ui/states";
import { Badge, Status } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useMemo } from "react";
import { type Sold, soldQuery, type Way, waysQuery } from "@/api/mappings";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { byVariant, leading, nameOf } from "./plain";
import { mappingsTexts } from "./texts";
import { Landed, useTravelTime, WayStatus } from "./way-words";

const WaysSheet = dynamic(() => import("./ways-sheet").then((part) => part.WaysSheet), {
  ssr: false,
});

const VIEWS = ["unmapped", "broken", "mapped"] as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LIST = {
  sort: "",
  sorts: [],
  filters: { view: VIEWS, variant: UUID },
  views: ["view", "variant"],
} as const;
const PER_PAGE = 25;

/** What the store sells, and the ways to get it. */
export function MappingsPage() {
  const t = useTexts(mappingsTexts);
  const store = useStore();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const view = VIEWS.find((name) => name === filters.view);
  const sold = useQuery(
    soldQuery(store.id, {
      kind: view ?? "all",
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const ids = useMemo(() => (sold.data?.items ?? []).map((row) => row.variant_id), [sold.data]);
  const ways = useQuery(waysQuery(store.id, ids));
  const known = useMemo(() => (ways.data ? byVariant(ways.data) : undefined), [ways.data]);
  const open = (id: string) => list.setFilter("variant", id);
  const columns = useColumns(known, open);
  const chosen = filters.variant;
  return (
    <>
      <ListPage
        title={t("title")}
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
        query={sold}
        id="mappings"
        columns={columns}
        rowId={(row) => row.variant_id}
        rowName={nameOf}
        onOpen={(row) => open(row.variant_id)}
        list={list}
        card={(row) => <SoldCard row={row} ways={known?.get(row.variant_id)} onOpen={open} />}
        empty={
          view ? (
            <EmptyState title={t(`empty_${view}`)}>{t(`empty_${view}_body`)}</EmptyState>
          ) : (
            <EmptyState
              drawing={<ShelfDrawing />}
              title={t("empty_title")}
              actions={
                <Button asChild variant="primary">
                  <Link href={`/stores/${store.id}/products`}>{t("empty_action")}</Link>
                </Button>
              }
            >
              {t("empty_body")}
            </EmptyState>
          )
        }
      />
      {chosen ? (
        <WaysSheet
          variantId={chosen}
          sold={sold.data?.items.find((row) => row.variant_id === chosen)}
          onClose={() => list.setFilter("variant", null)}
        />
      ) : null}
    </>
  );
}

function Name({ row, onOpen }: { row: Sold; onOpen: (id: string) => void }) {
  const t = useTexts(mappingsTexts);
  const under = [row.variant_title, row.sku].filter(Boolean).join(" · ");
  return (
    <span className="grid min-w-0">
      <span className="flex min-w-0 items-center gap-2">
        <button
          type="button"
          onClick={() => onOpen(row.variant_id)}
          className="min-w-0 truncate rounded-xs text-start font-medium hover:text-accent"
        >
          {row.product_title}
        </button>
        {row.status === "draft" ? <Badge>{t("draft")}</Badge> : null}
      </span>
      {under ? <span className="truncate text-12 text-subtle">{under}</span> : null}
    </span>
  );
}

/** Where it comes from now, and whether that works. */
function From({ row, ways }: { row: Sold; ways: Way[] | undefined }) {
  const t = useTexts(mappingsTexts);
  const way = leading(ways ?? []);
  if (!way) {
    return row.ways > 0 ? null : (
      <Status glyph="circle-draft" tone="warning">
        {t("no_way")}
      </Status>
    );
  }
  return (
    <span className="grid min-w-0 gap-0.5 md:py-1.5">
      <span className="truncate">{way.supplier_name}</span>
      <span className="text-12">
        <WayStatus way={way} />
      </span>
    </span>
  );
}

function useColumns(
  known: Map<string, Way[]> | undefined,
  onOpen: (id: string) => void,
): Column<Sold>[] {
  const t = useTexts(mappingsTexts);
  const time = useTravelTime();
  return useMemo(() => {
    const first = (row: Sold) => leading(known?.get(row.variant_id) ?? []);
    return [
      {
        id: "sold",
        header: t("col_sold"),
        hideable: false,
        cell: (row) => <Name row={row} onOpen={onOpen} />,
      },
      {
        id: "way",
        header: t("col_way"),
        width: "264px",
        cell: (row) => <From row={row} ways={known?.get(row.variant_id)} />,
      },
      {
        id: "landed",
        header: t("col_landed"),
        width: "120px",
        align: "end",
        cell: (row) => {
          const way = first(row);
          return way ? <Landed way={way} /> : null;
        },
      },
      {
        id: "lane",
        header: t("col_lane"),
        width: "136px",
        from: "lg",
        spaced: true,
        cell: (row) => {
          const way = first(row);
          return way ? <span className="num text-muted">{time(way)}</span> : null;
        },
      },
      {
        id: "ways",
        header: t("col_ways"),
        width: "72px",
        align: "end",
        from: "lg",
        cell: (row) => known?.get(row.variant_id)?.length ?? row.ways,
      },
    ];
  }, [t, known, onOpen, time]);
}

function SoldCard({
  row,
  ways,
  onOpen,
}: {
  row: Sold;
  ways: Way[] | undefined;
  onOpen: (id: string) => void;
}) {
  const way = leading(ways ?? []);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 gap-y-2 text-13">
      <Name row={row} onOpen={onOpen} />
      <span className="text-end">{way ? <Landed way={way} /> : null}</span>
      <span className="col-span-2">
        <From row={row} ways={ways} />
      </span>
    </span>
  );
}
