"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { EmptyState } from "@ecomm/ui/states";
import { Badge, type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { type GiftCard, giftCardsQuery } from "@/api/gift-cards";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { giftCardsTexts } from "./texts";

const IssueDialog = dynamic(() => import("./issue-dialog").then((part) => part.IssueDialog), {
  ssr: false,
});

const LIST = {
  sort: "-created",
  sorts: ["-created", "created"],
  filters: { state: ["active", "empty", "expired", "off"] },
  views: ["state"],
} as const;
const PER_PAGE = 25;

const LOOKS: Record<GiftCard["state"], { glyph: Glyph; tone: Tone }> = {
  active: { glyph: "circle-full", tone: "success" },
  empty: { glyph: "circle", tone: "idle" },
  expired: { glyph: "circle", tone: "idle" },
  off: { glyph: "circle", tone: "warning" },
};

/** Whether a card can pay now, and if not why. */
export function CardState({ card }: { card: Pick<GiftCard, "state" | "test"> }) {
  const t = useTexts(giftCardsTexts);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Status {...LOOKS[card.state]}>{t(`state_${card.state}`)}</Status>
      {card.test ? <Badge>{t("test")}</Badge> : null}
    </span>
  );
}

/** All gift cards of the store. */
export function GiftCardsPage() {
  const t = useTexts(giftCardsTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const [making, setMaking] = useState(false);
  const list = useListState(LIST);
  const { search, sort, page, filters } = list.state;
  const cards = useQuery(
    giftCardsQuery(store.id, {
      ...(filters.state ? { state: filters.state } : {}),
      ...(search ? { search } : {}),
      sort,
      page,
      per_page: PER_PAGE,
    }),
  );
  const home = `/stores/${store.id}/gift-cards`;
  const columns = useMemo<Column<GiftCard>[]>(
    () => [
      {
        id: "card",
        header: t("col_card"),
        hideable: false,
        cell: (row) => (
          <Link href={`${home}/${row.id}`} className="num rounded-xs font-medium hover:text-accent">
            {t("card", { last4: row.last4 })}
          </Link>
        ),
      },
      {
        id: "to",
        header: t("col_to"),
        from: "lg",
        cell: (row) => <span className="block truncate text-muted">{row.email}</span>,
      },
      {
        id: "state",
        header: t("col_state"),
        width: "160px",
        cell: (row) => <CardState card={row} />,
      },
      {
        id: "balance",
        header: t("col_balance"),
        align: "end",
        width: "128px",
        cell: (row) => formatMoney(row.balance, t.locale),
      },
      {
        id: "made",
        header: t("col_made"),
        sort: "created",
        sortFirst: "desc",
        align: "end",
        width: "128px",
        from: "lg",
        cell: (row) => (
          <span className="text-muted">
            {formatDate(row.created_at, "dayYear", t.locale, store.timezone)}
          </span>
        ),
      },
    ],
    [t, home, store.timezone],
  );
  const add = may("balances") ? (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  ) : null;
  return (
    <>
      <ListPage
        title={t("title")}
        actions={add}
        views={{
          label: t("views"),
          current: filters.state ?? "",
          onChoose: (key) => list.setFilter("state", key || null),
          views: [
            { key: "", label: t("view_all") },
            ...(["active", "empty", "expired", "off"] as const).map((key) => ({
              key,
              label: t(`view_${key}`),
            })),
          ],
        }}
        placeholder={t("search")}
        count={(total) => t("count", { count: total })}
        query={cards}
        id="gift-cards"
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => t("card", { last4: row.last4 })}
        onOpen={(row) => router.push(`${home}/${row.id}`)}
        list={list}
        card={(row) => (
          <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3 text-13">
            <Link href={`${home}/${row.id}`} className="num rounded-xs font-medium">
              {t("card", { last4: row.last4 })}
            </Link>
            <span className="num">{formatMoney(row.balance, t.locale)}</span>
            <CardState card={row} />
          </span>
        )}
        empty={
          filters.state ? (
            <EmptyState title={t("empty_view")}>{t("empty_view_body")}</EmptyState>
          ) : (
            <EmptyState drawing={<ShelfDrawing />} title={t("empty_title")} actions={add}>
              {t(may("balances") ? "empty_body" : "empty_viewer")}
            </EmptyState>
          )
        }
      />
      {making ? <IssueDialog onClose={() => setMaking(false)} /> : null}
    </>
  );
}
