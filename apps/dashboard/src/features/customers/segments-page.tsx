"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button, IconButton } from "@ecomm/ui/button";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { deleteSegment, type Segment, segmentsKey, segmentsQuery } from "@/api/customers";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { segmentsTexts } from "./texts";

const SegmentDialog = dynamic(() => import("./segment-dialog").then((m) => m.SegmentDialog));

/** Named parts of the store's customers. */
export function SegmentsPage() {
  const t = useTexts(segmentsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const segments = useQuery(segmentsQuery(store.id));
  const [editing, setEditing] = useState<Segment | "new" | null>(null);
  const [deleting, setDeleting] = useState<Segment | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: segmentsKey(store.id) });
  const remove = useMutation({
    mutationFn: (segment: Segment) => deleteSegment(store.id, segment.id),
    onSuccess: async (_done, segment) => {
      setDeleting(null);
      toast.success(t("deleted", { name: segment.name }));
      await refresh();
    },
  });
  const error = loadError(segments, shell);
  const make = may("customers") ? (
    <Button variant="primary" onClick={() => setEditing("new")}>
      <Plus aria-hidden />
      {t("new")}
    </Button>
  ) : null;
  return (
    <Page>
      <PageHeader
        title={t("title")}
        count={segments.data?.length}
        sub={t("lead")}
        actions={segments.data?.length === 0 ? null : make}
      />
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : segments.data === undefined ? (
        <Skeleton className="h-60 w-full rounded-panel" />
      ) : segments.data.length === 0 ? (
        <Panel>
          <EmptyState drawing={<TrayDrawing />} title={t("empty_title")} actions={make}>
            {t("empty_body")}
          </EmptyState>
        </Panel>
      ) : (
        <Panel>
          <ul>
            {segments.data.map((segment) => (
              <li
                key={segment.id}
                className="flex min-h-13 items-center gap-x-4 border-t px-4 py-1.5 text-13 first:border-0"
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{segment.name}</span>
                  <span className="text-12 text-subtle">
                    {segment.kind === "manual"
                      ? t("manual")
                      : t("rules", { count: segment.conditions.length })}
                  </span>
                </span>
                <Link
                  className="num rounded-xs whitespace-nowrap hover:text-accent"
                  href={`/stores/${store.id}/customers?segment=${segment.id}`}
                >
                  {t("customers", { count: segment.customers })}
                </Link>
                {may("customers") ? (
                  <span className="flex">
                    <IconButton
                      label={t("edit", { name: segment.name })}
                      onClick={() => setEditing(segment)}
                    >
                      <Pencil aria-hidden />
                    </IconButton>
                    <IconButton
                      label={t("delete_do", { name: segment.name })}
                      onClick={() => setDeleting(segment)}
                    >
                      <Trash2 aria-hidden />
                    </IconButton>
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {editing ? (
        <SegmentDialog
          store={store}
          segment={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={refresh}
        />
      ) : null}
      <ConfirmDialog
        open={deleting !== null}
        onOpenChange={(open) => {
          remove.reset();
          if (!open) setDeleting(null);
        }}
        title={t("delete_title", { name: deleting?.name ?? "" })}
        description={t("delete_body")}
        action={t("delete_do", { name: deleting?.name ?? "" })}
        pending={remove.isPending}
        error={remove.error ? troubleText(remove.error, shell) : null}
        onConfirm={() => deleting && remove.mutate(deleting)}
      />
    </Page>
  );
}
