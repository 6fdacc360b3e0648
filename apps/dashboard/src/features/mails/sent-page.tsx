"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, FilterChip, FilterMenu, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo, useState } from "react";
import { type SentMail, sentQuery } from "@/api/mails";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { AgainDialog } from "./again-dialog";
import { useMailTabs } from "./frame";
import { mailName } from "./names";
import { MailStatus } from "./status";
import { mailsTexts } from "./texts";

const STATES = ["sent", "failed", "unknown", "skipped", "queued"] as const;

const LIST = {
  sort: "-when",
  sorts: ["when"],
  filters: { state: STATES },
} as const;

/** What was sent to whom. */
export function SentPage() {
  const t = useTexts(mailsTexts);
  const store = useStore();
  const list = useListState(LIST);
  usePageLabel(t("tab_sent"));
  const tabs = useMailTabs("sent");
  const [again, setAgain] = useState<SentMail | null>(null);
  const { search, page, filters } = list.state;
  const { state } = filters;
  const sent = useQuery(
    sentQuery(store.id, {
      ...(state ? { state: state as SentMail["state"] } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: 25,
    }),
  );
  const columns = useColumns(setAgain);
  return (
    <>
      <ListPage
        title={t("title")}
        views={tabs}
        placeholder={t("sent_search")}
        count={(count) => t("sent_count", { count })}
        query={sent}
        filters={
          <>
            {state ? (
              <FilterChip
                name={t("col_state")}
                value={t(`mail_${state as SentMail["state"]}`)}
                onRemove={() => list.setFilter("state", null)}
              />
            ) : null}
            <FilterMenu
              label={t("col_state")}
              list={list}
              choices={[
                {
                  name: "state",
                  label: t("col_state"),
                  options: STATES.map((value) => ({ value, label: t(`mail_${value}`) })),
                },
              ]}
            />
          </>
        }
        id="mails"
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.subject || mailName(row.kind, t)}
        card={(row) => <MailCard row={row} />}
        empty={
          list.narrowed ? (
            <EmptyState drawing={<TrayDrawing />} title={t("nothing_found")}>
              {t("nothing_body")}
            </EmptyState>
          ) : (
            <EmptyState drawing={<TrayDrawing />} title={t("none_title")}>
              {t("none_body")}
            </EmptyState>
          )
        }
      />
      <AgainDialog mail={again} onClose={() => setAgain(null)} />
    </>
  );
}

function useColumns(again: (mail: SentMail) => void): Column<SentMail>[] {
  const t = useTexts(mailsTexts);
  const store = useStore();
  const may = useMay();
  const mayResend = may("sent_mails");
  return useMemo(
    () => [
      {
        id: "mail",
        header: t("col_mail"),
        hideable: false,
        cell: (row) => (
          <span className="block truncate">
            {row.order_id ? (
              <Link
                href={`/stores/${store.id}/orders/${row.order_id}`}
                className="rounded-xs font-medium hover:text-accent"
              >
                {row.subject || mailName(row.kind, t)}
              </Link>
            ) : (
              <span className="font-medium">{row.subject || mailName(row.kind, t)}</span>
            )}{" "}
            <span className="text-subtle max-lg:hidden">{mailName(row.kind, t)}</span>
          </span>
        ),
      },
      {
        id: "to",
        header: t("col_to"),
        width: "240px",
        cell: (row) => <span className="block truncate">{row.recipient}</span>,
      },
      {
        id: "state",
        header: t("col_state"),
        width: "128px",
        cell: (row) => <MailStatus mail={row} />,
      },
      {
        id: "when",
        header: t("col_when"),
        width: "176px",
        cell: (row) => (
          <time dateTime={row.created_at} className="num whitespace-nowrap text-subtle">
            {formatDate(row.created_at, "full", t.locale, store.timezone)}
          </time>
        ),
      },
      {
        id: "again",
        header: t("col_again"),
        width: "112px",
        from: "lg",
        cell: (row) =>
          row.repeatable && mayResend ? (
            <Button size="sm" onClick={() => again(row)}>
              {t("send_again")}
            </Button>
          ) : null,
      },
    ],
    [t, store, again, mayResend],
  );
}

/** A mail on a phone. */
function MailCard({ row }: { row: SentMail }) {
  const t = useTexts(mailsTexts);
  const store = useStore();
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
      <span className="truncate font-medium">{row.subject || mailName(row.kind, t)}</span>
      <MailStatus mail={row} />
      <span className="truncate text-12 text-subtle">{row.recipient}</span>
      <span className="num text-end text-12 text-subtle">
        {formatDate(row.created_at, "day", t.locale, store.timezone)}
      </span>
    </span>
  );
}
