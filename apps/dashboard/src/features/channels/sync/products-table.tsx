"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import {
  type Column,
  DataTable,
  FilterMenu,
  type ListControls,
  TableToolbar,
} from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useMemo, useState } from "react";
import {
  type ChannelProduct,
  channelProductsKey,
  channelProductsQuery,
  type ProductThere,
  publishProducts,
} from "@/api/channel-products";
import type { Channel } from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { productsTexts } from "./products-texts";
import { PER_PAGE } from "./tables";

const DifferencesDialog = dynamic(
  () => import("./differences-dialog").then((part) => part.DifferencesDialog),
  { ssr: false },
);

export const STATES = [
  "not_published",
  "waiting",
  "unknown",
  "published",
  "refused",
  "changed_there",
  "gone",
] as const satisfies readonly ProductThere[];

const LOOKS: Record<ProductThere, { glyph: Glyph; tone: Tone }> = {
  not_published: { glyph: "circle-draft", tone: "idle" },
  waiting: { glyph: "circle-half", tone: "info" },
  unknown: { glyph: "alert", tone: "warning" },
  published: { glyph: "circle-full", tone: "success" },
  refused: { glyph: "alert", tone: "danger" },
  changed_there: { glyph: "alert", tone: "warning" },
  gone: { glyph: "circle-draft", tone: "warning" },
};

/** This store's products and how each stands in the other shop. */
export function ProductsTable({ channel, list }: { channel: Channel; list: ListControls }) {
  const t = useTexts(productsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const [asking, setAsking] = useState<string[]>([]);
  const [looking, setLooking] = useState<string | null>(null);
  const { search, page, filters } = list.state;
  const state = STATES.find((one) => one === filters.state);
  const products = useQuery(
    channelProductsQuery(store.id, channel.id, {
      ...(search ? { search } : {}),
      ...(state ? { state } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const publish = useMutation({
    mutationFn: (ids: string[]) => publishProducts(store.id, channel.id, ids),
    onSuccess: async ({ queued, left_out }) => {
      await client.invalidateQueries({ queryKey: channelProductsKey(store.id, channel.id) });
      setAsking([]);
      const left = left_out.length > 0 ? ` · ${t("left_out", { count: left_out.length })}` : "";
      toast.success(`${t("queued", { count: queued })}${left}`);
    },
  });
  const allowed = may("channels") && channel.status === "connected";
  const columns = useColumns({ allowed, onPublish: setAsking, onLook: setLooking });
  const looked = products.data?.items.find((one) => one.product_id === looking);
  return (
    <>
      <div className="px-4">
        <TableToolbar list={list} placeholder={t("search")}>
          <FilterMenu
            label={t("state_filter")}
            list={list}
            choices={[
              {
                name: "state",
                label: t("state_filter"),
                options: STATES.map((value) => ({ value, label: named(value, t) })),
              },
            ]}
          />
        </TableToolbar>
      </div>
      <DataTable
        id="channel-products"
        label={t("product")}
        columns={columns}
        rows={products.data?.items}
        page={products.data?.page}
        stale={products.isPlaceholderData}
        error={loadError(products, shell)}
        rowId={(row) => row.product_id}
        rowName={(row) => row.title}
        list={list}
        bulk={allowed ? [{ key: "publish", label: t("publish"), run: setAsking }] : []}
        card={(row) => (
          <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
            <span className="truncate font-medium">{row.title}</span>
            <There row={row} />
            <span className="grid text-12 text-muted">
              <span className="line-clamp-3">
                {row.words || (row.changed_here ? t("changed_here") : "")}
              </span>
              <SeeThere row={row} />
            </span>
            <Act row={row} allowed={allowed} onPublish={setAsking} onLook={setLooking} />
          </div>
        )}
        empty={
          <EmptyState drawing={<TrayDrawing />} title={t("none")}>
            {t("none_body")}
          </EmptyState>
        }
      />
      <ConfirmDialog
        open={asking.length > 0}
        onOpenChange={(open) => {
          publish.reset();
          if (!open) setAsking([]);
        }}
        title={t("publish_title", { count: asking.length, name: channel.name })}
        description={t("publish_body")}
        action={t("publish")}
        pending={publish.isPending}
        error={publish.error ? troubleText(publish.error, shell) : null}
        onConfirm={() => publish.mutate(asking)}
      />
      {looked ? (
        <DifferencesDialog
          channelId={channel.id}
          product={looked}
          onPublish={() => {
            setLooking(null);
            setAsking([looked.product_id]);
          }}
          onClose={() => setLooking(null)}
        />
      ) : null}
    </>
  );
}

type Words = ReturnType<typeof useTexts<(typeof productsTexts)["messages"]>>;

function named(state: ProductThere, t: Words): string {
  return state === "published" ? t("published_state") : t(state);
}

function There({ row }: { row: ChannelProduct }) {
  const t = useTexts(productsTexts);
  return <Status {...LOOKS[row.state]}>{named(row.state, t)}</Status>;
}

function SeeThere({ row }: { row: ChannelProduct }) {
  const t = useTexts(productsTexts);
  if (!row.url) return null;
  return (
    <a
      href={row.url}
      target="_blank"
      rel="noreferrer"
      className="justify-self-start rounded-xs text-12 text-subtle underline hover:text-accent"
      aria-label={t("see_there_named", { product: row.title })}
    >
      {t("see_there")}
    </a>
  );
}

interface Acts {
  allowed: boolean;
  onPublish: (ids: string[]) => void;
  onLook: (id: string) => void;
}

function Act({ row, allowed, onPublish, onLook }: Acts & { row: ChannelProduct }) {
  const t = useTexts(productsTexts);
  if (!allowed || row.state === "waiting" || row.state === "unknown") return null;
  if (row.state === "changed_there") {
    return (
      <Button size="sm" onClick={() => onLook(row.product_id)}>
        {t("differences", { count: row.differences.length })}
      </Button>
    );
  }
  const words =
    row.state === "refused" ? "try_again" : row.state === "published" ? "publish_again" : "publish";
  return (
    <Button size="sm" onClick={() => onPublish([row.product_id])}>
      {t(words)}
    </Button>
  );
}

function useColumns({ allowed, onPublish, onLook }: Acts): Column<ChannelProduct>[] {
  const t = useTexts(productsTexts);
  const store = useStore();
  return useMemo(
    () => [
      {
        id: "product",
        header: t("product"),
        hideable: false,
        cell: (row) => (
          <span className="grid min-w-0 py-1.5">
            <Link
              href={`/stores/${store.id}/products/${row.product_id}`}
              className="truncate rounded-xs font-medium hover:text-accent"
            >
              {row.title}
            </Link>
            <span className="line-clamp-2 text-12 text-subtle" title={row.words || undefined}>
              {row.words || (row.changed_here ? t("changed_here") : "")}
            </span>
            <SeeThere row={row} />
          </span>
        ),
      },
      { id: "state", header: t("state"), width: "150px", cell: (row) => <There row={row} /> },
      {
        id: "published",
        header: t("published"),
        width: "190px",
        align: "end",
        from: "lg",
        cell: (row) =>
          row.published_at ? (
            <time dateTime={row.published_at} className="num whitespace-nowrap text-subtle">
              {formatDate(row.published_at, "full", t.locale, store.timezone)}
            </time>
          ) : null,
      },
      {
        id: "act",
        header: t("act"),
        width: "150px",
        align: "end",
        hideable: false,
        cell: (row) => <Act row={row} allowed={allowed} onPublish={onPublish} onLook={onLook} />,
      },
    ],
    [t, store, allowed, onPublish, onLook],
  );
}
