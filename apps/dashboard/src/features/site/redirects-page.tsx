"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button, IconButton } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, Pencil, Plus, Trash2, Upload } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import {
  deleteRedirect,
  type Redirect,
  redirectsFile,
  redirectsKey,
  redirectsQuery,
} from "@/api/site";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { siteTexts } from "./texts";

const RedirectDialog = dynamic(
  () => import("./redirect-dialog").then((part) => part.RedirectDialog),
  { ssr: false },
);
const RedirectFile = dynamic(() => import("./redirect-file").then((part) => part.RedirectFile), {
  ssr: false,
});

const LIST = {
  sort: "",
  sorts: [],
  filters: { origin: ["manual", "moved"] },
  views: ["origin"],
} as const;
const PER_PAGE = 50;

/** Paths that lead elsewhere: made by the merchant, or left by what moved. */
export function RedirectsPage() {
  const t = useTexts(siteTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const [editing, setEditing] = useState<Redirect | "new" | null>(null);
  const [deleting, setDeleting] = useState<Redirect | null>(null);
  const [file, setFile] = useState(false);
  const redirects = useQuery(
    redirectsQuery(store.id, {
      ...filters,
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const refresh = () => client.invalidateQueries({ queryKey: redirectsKey(store.id) });
  const remove = useMutation({
    mutationFn: (redirect: Redirect) => deleteRedirect(store.id, redirect.id),
    onSuccess: async (_, { path }) => {
      setDeleting(null);
      toast.success(t("redirect_deleted", { path }));
      await refresh();
    },
  });
  const origin = filters.origin ?? "";
  const acts = (row: Redirect) =>
    may("content") ? (
      <span className="flex justify-end">
        {row.origin === "manual" ? (
          <IconButton
            label={t("redirect_edit", { path: row.path })}
            onClick={() => setEditing(row)}
          >
            <Pencil aria-hidden />
          </IconButton>
        ) : null}
        <IconButton
          label={t("redirect_delete", { path: row.path })}
          onClick={() => setDeleting(row)}
        >
          <Trash2 aria-hidden />
        </IconButton>
      </span>
    ) : null;
  const columns: Column<Redirect>[] = [
    {
      id: "from",
      header: t("col_from"),
      hideable: false,
      cell: (row) => (
        <span className="block min-w-0">
          <span className="block truncate font-medium">{row.path}</span>
          {row.shadowed ? (
            <span className="block truncate text-12 text-warning">{t("shadowed")}</span>
          ) : null}
        </span>
      ),
    },
    {
      id: "to",
      header: t("col_to"),
      cell: (row) => <span className="block truncate text-muted">{row.target}</span>,
    },
    {
      id: "origin",
      header: t("col_origin"),
      width: "150px",
      from: "lg",
      cell: (row) => t(`origin_${row.origin}`),
    },
    { id: "acts", header: t("col_acts"), width: "96px", align: "end", hideable: false, cell: acts },
  ];
  const add = may("content") ? (
    <Button variant="primary" onClick={() => setEditing("new")}>
      <Plus aria-hidden />
      {t("redirect_new")}
    </Button>
  ) : null;
  return (
    <>
      <ListPage
        title={t("redirects")}
        actions={
          <>
            <Button asChild>
              <a href={redirectsFile(store.id)} download>
                <Download aria-hidden />
                {t("file_export")}
              </a>
            </Button>
            {may("content") ? (
              <Button onClick={() => setFile(true)}>
                <Upload aria-hidden />
                {t("file_import")}
              </Button>
            ) : null}
            {add}
          </>
        }
        views={{
          label: t("redirects_views"),
          current: origin,
          onChoose: (key) => list.setFilter("origin", key || null),
          views: [
            { key: "", label: t("view_all") },
            { key: "manual", label: t("view_manual") },
            { key: "moved", label: t("view_moved") },
          ],
        }}
        placeholder={t("redirects_search")}
        count={(total) => t("redirects_count", { count: total })}
        query={redirects}
        id="redirects"
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.path}
        onOpen={(row) => {
          if (row.origin === "manual" && may("content")) setEditing(row);
        }}
        list={list}
        card={(row) => (
          <span className="flex min-w-0 items-center gap-2">
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{row.path}</span>
              <span className="block truncate text-12 text-subtle">{row.target}</span>
            </span>
            {acts(row)}
          </span>
        )}
        empty={
          origin ? (
            <EmptyState title={t("redirects_empty_view")} />
          ) : (
            <EmptyState drawing={<ShelfDrawing />} title={t("redirects_empty")} actions={add}>
              {t("redirects_empty_body")}
            </EmptyState>
          )
        }
      />
      {editing ? (
        <RedirectDialog
          storeId={store.id}
          redirect={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={refresh}
        />
      ) : null}
      {file ? (
        <RedirectFile storeId={store.id} onClose={() => setFile(false)} onDone={refresh} />
      ) : null}
      <ConfirmDialog
        open={deleting !== null}
        onOpenChange={(open) => {
          remove.reset();
          if (!open) setDeleting(null);
        }}
        title={t("redirect_delete_title", { path: deleting?.path ?? "" })}
        description={t("redirect_delete_body")}
        action={t("redirect_delete_do")}
        pending={remove.isPending}
        error={remove.error ? troubleText(remove.error, shell) : null}
        onConfirm={() => {
          if (deleting) remove.mutate(deleting);
        }}
      />
    </>
  );
}
