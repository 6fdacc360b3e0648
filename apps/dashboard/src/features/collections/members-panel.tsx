"use client";

import { IconButton } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Thumb } from "@ecomm/ui/thumb";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, GripVertical, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import {
  addProducts,
  arrangeProducts,
  type Collection,
  type CollectionProduct,
  collectionQuery,
  collectionsKey,
  membersQuery,
  removeProducts,
} from "@/api/collections";
import { productsQuery } from "@/api/products";
import type { Store } from "@/api/stores";
import { ProductStatusMark } from "@/features/products/status";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { collectionsTexts } from "./texts";

/** A list with the entry at `from` at place `to`. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const next = [...items];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(to, 0, taken);
  return next;
}

/** Who is in a collection. By hand: added, dragged or moved with buttons, taken out with undo. */
export function MembersPanel({ store, collection }: { store: Store; collection: Collection }) {
  const t = useTexts(collectionsTexts);
  const shell = useTexts(shellTexts);
  const may = useMay();
  const client = useQueryClient();
  const undoToast = useUndoToast();
  const query = membersQuery(store.id, collection.id, 1);
  const members = useQuery(query);
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const rows = members.data?.items;
  const total = members.data?.page.total ?? 0;
  const byHand = collection.kind === "manual" && may("catalog");
  // Beyond the first hundred the order is not known here, and is not to be lost.
  const orderable = byHand && collection.sort === "manual" && total <= 100;

  const refresh = async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["store", store.id, "collection", collection.id] }),
      client.invalidateQueries({ queryKey: collectionsKey(store.id) }),
    ]);
  };
  const write = useMutation({
    mutationFn: (run: () => Promise<Collection>) => run(),
    onSuccess: async (saved) => {
      client.setQueryData(collectionQuery(store.id, collection.id).queryKey, saved);
      await refresh();
    },
    onError: async (error) => {
      toast.error(troubleText(error, shell));
      await refresh();
    },
  });

  function arrange(next: CollectionProduct[]) {
    if (members.data) client.setQueryData(query.queryKey, { ...members.data, items: next });
    const ids = next.map((row) => row.id);
    write.mutate(() => arrangeProducts(store.id, collection.id, ids));
  }
  function move(from: number, to: number) {
    if (!rows || to < 0 || to >= rows.length || from === to) return;
    const row = rows[from];
    arrange(moved(rows, from, to));
    if (row) setSaid(t("member_moved", { name: row.title, n: to + 1 }));
  }
  function remove(row: CollectionProduct) {
    const before = rows?.map((one) => one.id) ?? [];
    write.mutate(() => removeProducts(store.id, collection.id, [row.id]), {
      onSuccess: () =>
        undoToast(t("member_removed", { name: row.title }), () =>
          write.mutate(() =>
            orderable
              ? arrangeProducts(store.id, collection.id, before)
              : addProducts(store.id, collection.id, [row.id]),
          ),
        ),
    });
  }

  const error = loadError(members, shell);
  return (
    <Panel>
      <PanelHeader title={t("members")} note={<span className="num">{total}</span>} />
      {byHand ? (
        <div className="px-4 pb-3">
          <AddProduct
            storeId={store.id}
            taken={rows?.map((row) => row.id) ?? []}
            onAdd={(id) => write.mutate(() => addProducts(store.id, collection.id, [id]))}
          />
        </div>
      ) : null}
      {collection.kind === "smart" && total > 0 ? (
        <p className="px-4 pb-3 text-12 text-subtle">{t("members_smart")}</p>
      ) : null}
      <p className="sr-only" aria-live="polite">
        {said}
      </p>
      {error ? (
        <LoadError error={error} />
      ) : rows === undefined ? (
        <div aria-busy="true" className="grid gap-3 px-4 pb-4">
          <Skeleton className="w-60" />
          <Skeleton className="w-48" />
        </div>
      ) : rows.length === 0 ? (
        <p className="border-t px-4 py-6 text-13 text-subtle">
          {collection.pending ? t("pending") : t("members_empty")}
        </p>
      ) : (
        <ul>
          {rows.map((row, index) => (
            <li
              key={row.id}
              draggable={orderable}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                setDragged(index);
              }}
              onDragOver={(event) => dragged !== null && event.preventDefault()}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged !== null) move(dragged, index);
                setDragged(null);
              }}
              onDragEnd={() => setDragged(null)}
              className="flex min-h-13 items-center gap-3 border-t px-4 py-1.5 text-13"
            >
              {orderable ? (
                <GripVertical className="size-4 shrink-0 cursor-grab text-subtle" aria-hidden />
              ) : null}
              <Thumb picture={row.image} size={32} />
              <Link
                href={`/stores/${store.id}/products/${row.id}`}
                className="min-w-0 flex-1 truncate rounded-xs font-medium hover:text-accent"
              >
                {row.title}
              </Link>
              {row.status === "active" ? null : <ProductStatusMark status={row.status} />}
              <span className="num text-muted max-md:hidden">
                {formatMoney(row.price_min, t.locale)}
              </span>
              {orderable ? (
                <span className="flex">
                  <IconButton
                    label={t("member_up", { name: row.title })}
                    disabled={index === 0}
                    onClick={() => move(index, index - 1)}
                  >
                    <ArrowUp aria-hidden />
                  </IconButton>
                  <IconButton
                    label={t("member_down", { name: row.title })}
                    disabled={index === rows.length - 1}
                    onClick={() => move(index, index + 1)}
                  >
                    <ArrowDown aria-hidden />
                  </IconButton>
                </span>
              ) : null}
              {byHand ? (
                <IconButton
                  label={t("member_remove", { name: row.title })}
                  onClick={() => remove(row)}
                >
                  <X aria-hidden />
                </IconButton>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {total > 100 ? (
        <p className="border-t px-4 py-3 text-12 text-subtle">
          {t("members_more", { count: total })}
        </p>
      ) : null}
    </Panel>
  );
}

function AddProduct({
  storeId,
  taken,
  onAdd,
}: {
  storeId: string;
  taken: readonly string[];
  onAdd: (id: string) => void;
}) {
  const t = useTexts(collectionsTexts);
  const products = useQuery(productsQuery(storeId, { sort: "title", per_page: 100 }));
  return (
    <Combobox
      value=""
      aria-label={t("members_add")}
      placeholder={t("members_add")}
      onValueChange={onAdd}
      options={(products.data?.items ?? [])
        .filter((row) => !taken.includes(row.id))
        .map((row) => ({
          value: row.id,
          label: row.title,
          ...(row.vendor ? { note: row.vendor } : {}),
        }))}
    />
  );
}
