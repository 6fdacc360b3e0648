"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import {
  type BulkAction,
  bundlesQuery,
  changeUpsells,
  crossSellsQuery,
  type UpsellKind,
  upsellsKey,
  volumesQuery,
} from "@/api/upsells";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { useNumbers } from "./numbers";
import { rowOfBundle, rowOfCrossSell, rowOfVolume, type UpsellRow } from "./rows";
import { StateMark } from "./state-mark";
import { upsellsTexts } from "./texts";

const LIST = {
  sort: "-created",
  sorts: ["-created", "created"],
  filters: { kind: ["bundles", "volume"] },
  views: ["kind"],
} as const;
const PER_PAGE = 25;
const WORDS = { "cross-sells": "cross", bundles: "bundles", volume: "volume" } as const;

function useRows(kind: UpsellKind, query: Record<string, unknown>) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const cross = useQuery({
    ...crossSellsQuery(store.id, query),
    enabled: kind === "cross-sells",
    select: ({ items, page }) => ({ page, items: items.map(rowOfCrossSell) }),
  });
  const bundles = useQuery({
    ...bundlesQuery(store.id, query),
    enabled: kind === "bundles",
    select: ({ items, page }) => ({
      page,
      items: items.map((one) => rowOfBundle(one, t("parts", { count: one.components.length }))),
    }),
  });
  const volume = useQuery({
    ...volumesQuery(store.id, query),
    enabled: kind === "volume",
    select: ({ items, page }) => ({
      page,
      items: items.map((one) => rowOfVolume(one, t("tiers", { count: one.tiers.length }))),
    }),
  });
  return { "cross-sells": cross, bundles, volume }[kind];
}

/** Everything that is offered with products: a tab for each kind. */
export function UpsellsPage() {
  const t = useTexts(upsellsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const may = useMay();
  const list = useListState(LIST);
  const numbers = useNumbers();
  const [archiving, setArchiving] = useState<string[]>([]);
  const { search, sort, page, filters } = list.state;
  const kind = (filters.kind as UpsellKind | undefined) ?? "cross-sells";
  const word = WORDS[kind];
  const rows = useRows(kind, {
    ...(search ? { search } : {}),
    sort,
    page,
    per_page: PER_PAGE,
  });
  const home = `/stores/${store.id}/upsells/${kind}`;
  const change = useMutation({
    mutationFn: ({ ids, action }: { ids: string[]; action: BulkAction }) =>
      changeUpsells(store.id, kind, ids, action),
    onSuccess: async ({ changed }) => {
      setArchiving([]);
      toast.success(t("done", { count: changed }));
      await client.invalidateQueries({ queryKey: upsellsKey(store.id) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const columns = useMemo<Column<UpsellRow>[]>(
    () => [
      {
        id: "name",
        header: t("col_name"),
        hideable: false,
        cell: (row) => (
          <span className="grid min-w-0">
            <Link
              href={`${home}/${row.id}`}
              className="truncate rounded-xs font-medium hover:text-accent"
            >
              {row.name}
            </Link>
            <span className="truncate text-12 text-subtle">{row.note}</span>
          </span>
        ),
      },
      {
        id: "state",
        header: t("col_state"),
        width: "128px",
        cell: (row) => <StateMark state={row.state} />,
      },
      ...(kind === "bundles"
        ? [
            {
              id: "price",
              header: t("col_price"),
              align: "end" as const,
              width: "112px",
              cell: (row: UpsellRow) => row.price && formatMoney(row.price, t.locale),
            },
            {
              id: "left",
              header: t("col_left"),
              align: "end" as const,
              width: "112px",
              from: "lg" as const,
              cell: (row: UpsellRow) => row.left ?? t("unlimited"),
            },
          ]
        : []),
      ...(["shown", "added", "orders"] as const).map((name) => ({
        id: name,
        header: t(`col_${name}`),
        align: "end" as const,
        width: "96px",
        from: name === "orders" ? ("md" as const) : ("lg" as const),
        cell: (row: UpsellRow) => numbers.get(row.id)?.[name] ?? 0,
      })),
    ],
    [t, home, kind, numbers],
  );
  const add = may("promotions") ? (
    <Button asChild variant="primary">
      <Link href={`${home}/new`}>
        <Plus aria-hidden />
        {t(`add_${word}`)}
      </Link>
    </Button>
  ) : null;
  return (
    <>
      <ListPage
        title={t("title")}
        actions={add}
        views={{
          label: t("kinds"),
          current: filters.kind ?? "",
          onChoose: (key) => list.setFilter("kind", key || null),
          views: [
            { key: "", label: t("kind_cross") },
            { key: "bundles", label: t("kind_bundles") },
            { key: "volume", label: t("kind_volume") },
          ],
        }}
        placeholder={t("search")}
        count={(total) => t("count", { count: total })}
        query={rows}
        id={`upsells-${kind}`}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        onOpen={(row) => router.push(`${home}/${row.id}`)}
        list={list}
        bulk={
          may("promotions")
            ? [
                ...(["enable", "disable"] as const).map((action) => ({
                  key: action,
                  label: t(action),
                  run: (ids: readonly string[]) => change.mutate({ ids: [...ids], action }),
                })),
                {
                  key: "archive",
                  label: t("archive"),
                  run: (ids: readonly string[]) => setArchiving([...ids]),
                },
              ]
            : []
        }
        card={(row) => (
          <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3 text-13">
            <Link href={`${home}/${row.id}`} className="truncate rounded-xs font-medium">
              {row.name}
            </Link>
            <StateMark state={row.state} />
            <span className="text-subtle">{row.note}</span>
            <span className="num text-end text-subtle">
              {row.price ? formatMoney(row.price, t.locale) : null}
            </span>
          </span>
        )}
        empty={
          <EmptyState drawing={<ShelfDrawing />} title={t(`empty_${word}`)} actions={add}>
            {t(may("promotions") ? `empty_${word}_body` : "empty_viewer")}
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={archiving.length > 0}
        onOpenChange={(open) => !open && setArchiving([])}
        title={t("archive_title", { count: archiving.length })}
        description={t("archive_body")}
        action={t("archive")}
        pending={change.isPending}
        error={null}
        onConfirm={() => change.mutate({ ids: archiving, action: "archive" })}
      />
    </>
  );
}
