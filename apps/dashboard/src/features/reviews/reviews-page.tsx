"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { type Column, FilterChip, FilterMenu, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import {
  changeReviews,
  type Review,
  type ReviewAction,
  reviewSettingsQuery,
  reviewsKey,
  reviewsQuery,
} from "@/api/reviews";
import { importSheet } from "@/api/sheets";
import { SheetDialog } from "@/features/sheets/sheet-dialog";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { ReviewDialog } from "./review-dialog";
import { ReviewSettingsDialog } from "./settings-dialog";
import { Stars } from "./stars";
import { ReviewOrigin, ReviewState } from "./status";
import { reviewsTexts } from "./texts";

const VIEWS = ["pending", "published", "rejected"] as const;
const RATINGS = ["1", "2", "3", "4", "5"] as const;
const SOURCES = ["order", "import"] as const;
const ACTIONS = ["publish", "reject", "delete"] as const;
const LIST = {
  sort: "-written",
  sorts: [],
  filters: { view: VIEWS, rating: RATINGS, source: SOURCES },
  views: ["view"],
} as const;
const PER_PAGE = 25;

/** What buyers say of what they bought, those that wait first. */
export function ReviewsPage() {
  const t = useTexts(reviewsTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const view = VIEWS.find((name) => name === filters.view);
  const rating = RATINGS.find((name) => name === filters.rating);
  const source = SOURCES.find((name) => name === filters.source);
  const settings = useQuery(reviewSettingsQuery(store.id));
  const [dialog, setDialog] = useState<"settings" | "import" | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<string[] | null>(null);
  const reviews = useQuery(
    reviewsQuery(store.id, {
      ...(view ? { status: view } : {}),
      ...(rating ? { rating: Number(rating) } : {}),
      ...(source ? { source } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const act = useReviewActs(store.id);
  const shown = reviews.data?.items.find(({ id }) => id === opened);
  const columns = useReviewColumns(setOpened);
  const author = (row: Review) => t("name", { author: row.author || t("forgotten") });
  const run = (ids: string[], action: ReviewAction) =>
    action === "delete" ? setDeleting(ids) : act.mutate({ ids, action });
  return (
    <>
      <ListPage
        title={t("title")}
        actions={
          <>
            {may("content_settings") && settings.data ? (
              <Button onClick={() => setDialog("settings")}>{t("settings")}</Button>
            ) : null}
            {may("content") ? (
              <Button onClick={() => setDialog("import")}>{t("import")}</Button>
            ) : null}
          </>
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
            {rating ? (
              <FilterChip
                name={t("rating")}
                value={t("stars", { count: Number(rating) })}
                onRemove={() => list.setFilter("rating", null)}
              />
            ) : null}
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
                  name: "rating",
                  label: t("rating"),
                  options: RATINGS.map((value) => ({
                    value,
                    label: t("stars", { count: Number(value) }),
                  })),
                },
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
        query={reviews}
        id="reviews"
        columns={columns}
        rowId={(row) => row.id}
        rowName={author}
        onOpen={(row) => setOpened(row.id)}
        list={list}
        {...(may("content")
          ? {
              bulk: ACTIONS.map((action) => ({
                key: action,
                label: t(action),
                run: (ids: string[]) => run(ids, action),
              })),
            }
          : {})}
        card={(row) => <ReviewCard row={row} onOpen={() => setOpened(row.id)} />}
        empty={
          view ? (
            <EmptyState title={t("empty_view")}>{t("empty_view_body")}</EmptyState>
          ) : (
            <EmptyState drawing={<TrayDrawing />} title={t("empty_title")}>
              {t("empty_body")}
            </EmptyState>
          )
        }
      />
      {shown ? (
        <ReviewDialog
          key={`${shown.id} ${shown.status}`}
          review={shown}
          onAct={(action) => {
            act.mutate({ ids: [shown.id], action });
            setOpened(null);
          }}
          onClose={() => setOpened(null)}
        />
      ) : null}
      {dialog === "settings" && settings.data ? (
        <ReviewSettingsDialog
          storeId={store.id}
          settings={settings.data}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === "import" ? (
        <SheetDialog
          name={t("import_name")}
          send={(csv, dryRun) => importSheet(store.id, "reviews", csv, dryRun)}
          onApplied={() => client.invalidateQueries({ queryKey: reviewsKey(store.id) })}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {deleting ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setDeleting(null)}
          title={t("delete_title", { count: deleting.length })}
          description={t("delete_body")}
          action={t("delete_do", { count: deleting.length })}
          keep={t("keep")}
          pending={act.isPending}
          error={null}
          onConfirm={() => {
            act.mutate({ ids: deleting, action: "delete" });
            setDeleting(null);
          }}
        />
      ) : null}
    </>
  );
}

function useReviewActs(storeId: string) {
  const t = useTexts(reviewsTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, action }: { ids: string[]; action: ReviewAction }) =>
      changeReviews(storeId, ids, action),
    onSuccess: async (results, { action }) => {
      const left = results.filter(({ done }) => !done);
      const count = results.length;
      if (left.length > 0) {
        const message = left[0]?.message ?? "";
        toast.error(t("some_left", { done: count - left.length, count, message }));
      } else toast.success(t(`${action}_done`, { count }));
      await client.invalidateQueries({ queryKey: reviewsKey(storeId) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
}

function ReviewCard({ row, onOpen }: { row: Review; onOpen: () => void }) {
  const t = useTexts(reviewsTexts);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-13">
      <Words row={row} onOpen={onOpen} />
      <Stars count={row.rating} />
      <span className="truncate text-12 text-subtle">
        {row.product_title} · {row.author || t("forgotten")}
      </span>
      <ReviewState review={row} />
    </span>
  );
}

function Words({ row, onOpen }: { row: Review; onOpen: () => void }) {
  const t = useTexts(reviewsTexts);
  return (
    <button
      type="button"
      onClick={onOpen}
      className="block max-w-full truncate rounded-xs text-start font-medium hover:text-accent"
    >
      {row.title || row.body || t("no_words")}
    </button>
  );
}

function useReviewColumns(onOpen: (id: string) => void): Column<Review>[] {
  const t = useTexts(reviewsTexts);
  const store = useStore();
  return useMemo(
    () => [
      {
        id: "review",
        header: t("col_review"),
        hideable: false,
        cell: (row) => (
          <span className="grid min-w-0 grid-cols-[minmax(0,1fr)]">
            <Words row={row} onOpen={() => onOpen(row.id)} />
            <span className="flex min-w-0 items-center gap-2 text-12 text-subtle">
              <span className="truncate">{row.author || t("forgotten")}</span>
              <ReviewOrigin review={row} />
            </span>
          </span>
        ),
      },
      {
        id: "rating",
        header: t("col_rating"),
        width: "112px",
        cell: (row) => <Stars count={row.rating} />,
      },
      {
        id: "product",
        header: t("col_product"),
        width: "200px",
        from: "lg",
        cell: (row) => <span className="block truncate text-muted">{row.product_title}</span>,
      },
      {
        id: "state",
        header: t("col_state"),
        width: "136px",
        cell: (row) => <ReviewState review={row} />,
      },
      {
        id: "written",
        header: t("col_written"),
        align: "end",
        width: "128px",
        cell: (row) => (
          <time dateTime={row.written_at} className="num whitespace-nowrap text-subtle">
            {formatDate(row.written_at, "dayYear", t.locale, store.timezone)}
          </time>
        ),
      },
    ],
    [t, onOpen, store.timezone],
  );
}
