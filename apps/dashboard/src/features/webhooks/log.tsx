"use client";

import { type Column, DataTable, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { ViewTabs } from "@ecomm/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { type Delivery, deliveriesQuery } from "@/api/webhooks";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { DeliveryStatus } from "./status";
import { webhooksTexts } from "./texts";

const STATES = ["pending", "delivered", "dead"] as const;
const LIST = { sort: "", sorts: [], filters: { status: STATES }, views: ["status"] } as const;
const PER_PAGE = 20;

/** What a webhook was told. */
export function DeliveryLog({ webhookId }: { webhookId: string }) {
  const t = useTexts(webhooksTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const list = useListState(LIST);
  const { page, filters } = list.state;
  const status = filters.status as Delivery["status"] | undefined;
  const log = useQuery(
    deliveriesQuery(store.id, webhookId, {
      ...(status ? { status } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const home = `/stores/${store.id}/webhooks/${webhookId}/deliveries`;
  const columns = useColumns(home);
  return (
    <Panel>
      <PanelHeader title={t("log")} />
      <div className="px-4">
        <ViewTabs
          label={t("log_views")}
          current={status ?? ""}
          onChoose={(key) => list.setFilter("status", key || null)}
          views={[
            { key: "", label: t("view_all") },
            ...STATES.map((key) => ({ key, label: t(`view_${key}`) })),
          ]}
        />
      </div>
      <DataTable
        id="deliveries"
        label={t("log")}
        columns={columns}
        rows={log.data?.items}
        page={log.data?.page}
        stale={log.isPlaceholderData}
        error={loadError(log, shell)}
        rowId={(row) => row.id}
        rowName={(row) => row.type}
        onOpen={(row) => router.push(`${home}/${row.id}`)}
        list={list}
        card={(row) => <DeliveryCard row={row} />}
        empty={
          status ? (
            <EmptyState title={t("log_none_view")} />
          ) : (
            <EmptyState drawing={<TrayDrawing />} title={t("log_none")}>
              {t("log_none_body")}
            </EmptyState>
          )
        }
      />
    </Panel>
  );
}

function useColumns(home: string): Column<Delivery>[] {
  const t = useTexts(webhooksTexts);
  const store = useStore();
  return useMemo(
    () => [
      {
        id: "event",
        header: t("col_event"),
        hideable: false,
        cell: (row) => (
          <span className="flex min-w-0 items-center gap-2">
            <Link
              href={`${home}/${row.id}`}
              className="truncate rounded-xs font-mono text-12 hover:text-accent"
            >
              {row.type}
            </Link>
            {row.test ? <Badge>{t("is_test")}</Badge> : null}
          </span>
        ),
      },
      {
        id: "state",
        header: t("col_state"),
        width: "132px",
        cell: (row) => <DeliveryStatus delivery={row} />,
      },
      {
        id: "answer",
        header: t("col_answer"),
        width: "132px",
        cell: (row) => <Answer delivery={row} />,
      },
      {
        id: "when",
        header: t("col_when"),
        width: "190px",
        cell: (row) => (
          <time dateTime={row.created_at} className="num whitespace-nowrap text-subtle">
            {formatDate(row.created_at, "full", t.locale, store.timezone)}
          </time>
        ),
      },
    ],
    [t, store, home],
  );
}

/** The last try's answer, in a few figures. */
function Answer({ delivery }: { delivery: Delivery }) {
  const t = useTexts(webhooksTexts);
  if (delivery.attempts === 0 || delivery.latency_ms === null) return null;
  return (
    <span className="num whitespace-nowrap text-muted" title={delivery.error ?? undefined}>
      {delivery.response_code ?? t("no_answer")}
      {delivery.response_code === null ? null : (
        <span className="text-subtle"> · {t("ms", { ms: delivery.latency_ms })}</span>
      )}
    </span>
  );
}

/** A message on a phone. */
function DeliveryCard({ row }: { row: Delivery }) {
  const t = useTexts(webhooksTexts);
  const store = useStore();
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
      <span className="flex min-w-0 items-center gap-2">
        <span className="truncate font-mono text-12">{row.type}</span>
        {row.test ? <Badge>{t("is_test")}</Badge> : null}
      </span>
      <DeliveryStatus delivery={row} />
      <span className="text-12">
        <Answer delivery={row} />
      </span>
      <span className="num text-end text-12 text-subtle">
        {formatDate(row.created_at, "full", t.locale, store.timezone)}
      </span>
    </span>
  );
}
