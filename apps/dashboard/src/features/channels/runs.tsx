"use client";

import { type Column, DataTable, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { type Channel, isBusy, type MigrationRow, migrationsQuery } from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { sums } from "./figures";
import { RunStatus } from "./status";
import { channelsTexts } from "./texts";

const LIST = { sort: "", sorts: [], filters: {} } as const;
const PER_PAGE = 20;

/** Every migration of the store, the latest first; those that work are live. */
export function Runs({ channels }: { channels: readonly Channel[] }) {
  const t = useTexts(channelsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const list = useListState(LIST);
  const runs = useQuery(migrationsQuery(store.id, { page: list.state.page, per_page: PER_PAGE }));
  const home = `/stores/${store.id}/channels`;
  const columns = useColumns(home, channels);
  const nameOf = useNames(channels);
  return (
    <Panel>
      <PanelHeader title={t("runs")} />
      <DataTable
        id="migrations"
        label={t("runs")}
        columns={columns}
        rows={runs.data?.items}
        page={runs.data?.page}
        stale={runs.isPlaceholderData}
        error={loadError(runs, shell)}
        rowId={(row) => row.id}
        rowName={nameOf}
        onOpen={(row) => router.push(`${home}/${row.id}`)}
        list={list}
        card={(row) => (
          <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
            <span className="truncate font-medium">{nameOf(row)}</span>
            <RunStatus job={row} />
            <span className="col-span-2 text-12 text-muted">
              {t(row.dry_run ? "dry" : "real")} · <Result row={row} />
            </span>
            <When row={row} />
          </span>
        )}
        empty={
          <EmptyState drawing={<TrayDrawing />} title={t("runs_none")}>
            {t("runs_none_body")}
          </EmptyState>
        }
      />
    </Panel>
  );
}

function useNames(channels: readonly Channel[]): (row: MigrationRow) => string {
  const t = useTexts(channelsTexts);
  return (row) => channels.find((one) => one.id === row.channel_id)?.name ?? t("unknown_shop");
}

function Result({ row }: { row: MigrationRow }) {
  const t = useTexts(channelsTexts);
  const { all, done, create, update, skip } = sums(row.entities);
  return (
    <span className="num">
      {isBusy(row) && all > 0
        ? t("e_progress", { done, all })
        : t("row_result", { create, update, skip })}
    </span>
  );
}

function When({ row }: { row: MigrationRow }) {
  const t = useTexts(channelsTexts);
  const store = useStore();
  return (
    <time dateTime={row.created_at} className="num whitespace-nowrap text-12 text-subtle">
      {formatDate(row.created_at, "full", t.locale, store.timezone)}
    </time>
  );
}

function useColumns(home: string, channels: readonly Channel[]): Column<MigrationRow>[] {
  const t = useTexts(channelsTexts);
  return useMemo(
    () => [
      {
        id: "shop",
        header: t("col_run"),
        hideable: false,
        cell: (row) => (
          <Link
            href={`${home}/${row.id}`}
            className="block truncate rounded-xs font-medium hover:text-accent"
          >
            {channels.find((one) => one.id === row.channel_id)?.name ?? t("unknown_shop")}
          </Link>
        ),
      },
      {
        id: "kind",
        header: t("col_kind"),
        width: "150px",
        cell: (row) => t(row.dry_run ? "dry" : "real"),
      },
      {
        id: "state",
        header: t("col_state"),
        width: "120px",
        cell: (row) => <RunStatus job={row} />,
      },
      {
        id: "result",
        header: t("col_result"),
        width: "280px",
        from: "lg",
        cell: (row) => <Result row={row} />,
      },
      { id: "when", header: t("col_when"), width: "190px", cell: (row) => <When row={row} /> },
    ],
    [t, home, channels],
  );
}
