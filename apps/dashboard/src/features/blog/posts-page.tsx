"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type PostRow, postsQuery } from "@/api/blog";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { PostStatus } from "./post-status";
import { blogTexts } from "./texts";

const CategoriesDialog = dynamic(
  () => import("./categories-dialog").then((part) => part.CategoriesDialog),
  { ssr: false },
);

const LIST = {
  sort: "-published_at",
  sorts: ["title", "published_at"],
  filters: { state: ["published", "scheduled", "draft"] },
  views: ["state"],
} as const;
const PER_PAGE = 25;

/** The blog's posts. */
export function PostsPage() {
  const t = useTexts(blogTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const [shelves, setShelves] = useState(false);
  const list = useListState(LIST);
  const { search, sort, page, filters } = list.state;
  const posts = useQuery(
    postsQuery(store.id, {
      ...filters,
      ...(search ? { search } : {}),
      sort,
      page,
      per_page: PER_PAGE,
    }),
  );
  const home = `/stores/${store.id}/blog`;
  const state = filters.state ?? "";
  const when = (row: PostRow) =>
    row.published_at && row.state !== "draft" ? (
      <time dateTime={row.published_at} className="num text-muted">
        {formatDate(row.published_at, "dayYear", t.locale, store.timezone)}
      </time>
    ) : (
      <span className="text-subtle">{t("not_yet")}</span>
    );
  const columns: Column<PostRow>[] = [
    {
      id: "title",
      header: t("col_title"),
      sort: "title",
      hideable: false,
      cell: (row) => (
        <Link href={`${home}/${row.id}`} className="block min-w-0">
          <span className="block truncate font-medium">{row.title}</span>
          <span className="block truncate text-12 text-subtle">/blog/{row.slug}</span>
        </Link>
      ),
    },
    {
      id: "category",
      header: t("col_category"),
      width: "190px",
      cell: (row) => <span className="block truncate text-muted">{row.category}</span>,
    },
    {
      id: "status",
      header: t("col_status"),
      width: "140px",
      hangingGlyph: true,
      cell: (row) => <PostStatus state={row.state} />,
    },
    {
      id: "published",
      header: t("col_published"),
      sort: "published_at",
      sortFirst: "desc",
      width: "150px",
      align: "end",
      cell: when,
    },
  ];
  const add = may("content") ? (
    <Button asChild variant="primary">
      <Link href={`${home}/new`}>
        <Plus aria-hidden />
        {t("post_new")}
      </Link>
    </Button>
  ) : null;
  return (
    <>
      <ListPage
        title={t("blog")}
        actions={
          <>
            {may("content") ? (
              <Button onClick={() => setShelves(true)}>{t("categories")}</Button>
            ) : null}
            {add}
          </>
        }
        views={{
          label: t("views"),
          current: state,
          onChoose: (key) => list.setFilter("state", key || null),
          views: [
            { key: "", label: t("view_all") },
            { key: "published", label: t("view_published") },
            { key: "scheduled", label: t("view_scheduled") },
            { key: "draft", label: t("view_draft") },
          ],
        }}
        placeholder={t("search")}
        count={(total) => t("count", { count: total })}
        query={posts}
        id="blog"
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.title}
        onOpen={(row) => router.push(`${home}/${row.id}`)}
        list={list}
        card={(row) => (
          <span className="flex min-w-0 items-center gap-3">
            <span className="min-w-0 flex-1">
              <Link href={`${home}/${row.id}`} className="block truncate font-medium">
                {row.title}
              </Link>
              <span className="block truncate text-12 text-subtle">{when(row)}</span>
            </span>
            <PostStatus state={row.state} />
          </span>
        )}
        empty={
          state ? (
            <EmptyState title={t("empty_view")} />
          ) : (
            <EmptyState drawing={<ShelfDrawing />} title={t("empty")} actions={add}>
              {t("empty_body")}
            </EmptyState>
          )
        }
      />
      {shelves ? <CategoriesDialog onClose={() => setShelves(false)} /> : null}
    </>
  );
}
