"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, DataTable, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { ViewTabs } from "@ecomm/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useMemo, useState } from "react";
import { copyFile, type DataRequest, requestsQuery } from "@/api/privacy";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { RegisterPanel } from "./register-panel";
import { RequestState } from "./status";
import { privacyTexts } from "./texts";

const ReceiptDialog = dynamic(() => import("./receipt-dialog").then((part) => part.ReceiptDialog), {
  ssr: false,
});

const KINDS = ["export", "erase"] as const;
const LIST = { sort: "", sorts: [], filters: { kind: KINDS }, views: ["kind"] } as const;
const PER_PAGE = 20;

/** Who asked what is known of them or to be erased, and what is kept of people at all. */
export function PrivacyPage() {
  const t = useTexts(privacyTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const list = useListState(LIST);
  const { page, filters } = list.state;
  const kind = KINDS.find((name) => name === filters.kind);
  const requests = useQuery({
    ...requestsQuery(store.id, { ...(kind ? { kind } : {}), page, per_page: PER_PAGE }),
    enabled: may("customers"),
  });
  const [shown, setShown] = useState<DataRequest | null>(null);
  const columns = useColumns(setShown);
  return (
    <Page>
      <PageHeader title={t("title")} />
      <div className="grid gap-4">
        {may("customers") ? (
          <Panel>
            <PanelHeader title={t("requests")} />
            <div className="px-4">
              <ViewTabs
                label={t("views")}
                current={kind ?? ""}
                onChoose={(key) => list.setFilter("kind", key || null)}
                views={[
                  { key: "", label: t("view_all") },
                  ...KINDS.map((key) => ({ key, label: t(`view_${key}`) })),
                ]}
              />
            </div>
            <DataTable
              id="privacy"
              label={t("requests")}
              columns={columns}
              rows={requests.data?.items}
              page={requests.data?.page}
              stale={requests.isPlaceholderData}
              error={loadError(requests, shell)}
              rowId={(row) => row.id}
              rowName={(row) => row.email ?? t("erased_person")}
              onOpen={setShown}
              list={list}
              card={(row) => <RequestCard row={row} onReceipt={() => setShown(row)} />}
              empty={
                kind ? (
                  <EmptyState title={t("none_view")} />
                ) : (
                  <EmptyState
                    drawing={<TrayDrawing />}
                    title={t("none_title")}
                    actions={
                      <Button asChild>
                        <Link href={`/stores/${store.id}/customers`}>{t("none_action")}</Link>
                      </Button>
                    }
                  >
                    {t("none_body")}
                  </EmptyState>
                )
              }
            />
          </Panel>
        ) : null}
        <RegisterPanel />
      </div>
      {shown ? (
        <ReceiptDialog request={shown} zone={store.timezone} onClose={() => setShown(null)} />
      ) : null}
    </Page>
  );
}

/** The copy, while it can be downloaded. */
function Download({ row }: { row: DataRequest }) {
  const t = useTexts(privacyTexts);
  const store = useStore();
  const may = useMay();
  if (!row.file_until || !may("customer_settings")) return null;
  const when = formatDate(row.file_until, "day", t.locale, store.timezone);
  return (
    <a href={copyFile(store.id, row.id)} download className="rounded-xs text-accent underline">
      {t("download")} <span className="text-12 text-subtle">{t("until", { when })}</span>
    </a>
  );
}

function RequestCard({ row, onReceipt }: { row: DataRequest; onReceipt: () => void }) {
  const t = useTexts(privacyTexts);
  const store = useStore();
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-13">
      <span className="truncate font-medium">{row.email ?? t("erased_person")}</span>
      <RequestState request={row} />
      <span className="text-12 text-muted">
        {t(`kind_${row.kind}`)} · {formatDate(row.created_at, "day", t.locale, store.timezone)}
      </span>
      <Button size="sm" onClick={onReceipt}>
        {t("receipt")}
      </Button>
      <Download row={row} />
    </span>
  );
}

function useColumns(onReceipt: (row: DataRequest) => void): Column<DataRequest>[] {
  const t = useTexts(privacyTexts);
  const store = useStore();
  return useMemo(
    () => [
      {
        id: "who",
        header: t("col_who"),
        hideable: false,
        cell: (row) =>
          row.email ? (
            <Link
              href={`/stores/${store.id}/customers/${row.customer_id}`}
              className="block truncate rounded-xs font-medium hover:text-accent"
            >
              {row.email}
            </Link>
          ) : (
            <span className="text-subtle">{t("erased_person")}</span>
          ),
      },
      { id: "kind", header: t("col_kind"), width: "168px", cell: (row) => t(`kind_${row.kind}`) },
      {
        id: "state",
        header: t("col_state"),
        width: "132px",
        cell: (row) => <RequestState request={row} />,
      },
      {
        id: "when",
        header: t("col_when"),
        width: "156px",
        cell: (row) => (
          <span className="num">
            {formatDate(row.created_at, "full", t.locale, store.timezone)}
          </span>
        ),
      },
      {
        id: "receipt",
        header: t("col_receipt"),
        width: "240px",
        cell: (row) => (
          <span className="flex items-center gap-3">
            <Button size="sm" onClick={() => onReceipt(row)}>
              {t("receipt")}
            </Button>
            <Download row={row} />
          </span>
        ),
      },
    ],
    [t, store, onReceipt],
  );
}
