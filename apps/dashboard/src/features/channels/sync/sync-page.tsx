"use client";

import { Button } from "@ecomm/ui/button";
import { useListState } from "@ecomm/ui/data-table";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { KeyFigure, KeyFigures } from "@ecomm/ui/key-figure";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { ViewTabs } from "@ecomm/ui/tabs";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import { type ChannelSync, runSync, syncKey, syncQuery } from "@/api/channel-sync";
import { type Channel, channelQuery } from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { isMissing, loadError, troubleText } from "@/shell/trouble";
import { SyncNotes } from "./notes";
import { OrdersTable } from "./orders-table";
import { ProductsTable, STATES } from "./products-table";
import { SyncSettings } from "./settings";
import { SyncStatus } from "./status";
import { LogTable, StockTable } from "./tables";
import { syncTexts } from "./texts";

const VIEWS = ["stock", "orders", "oversold", "products", "log"] as const;
const LIST = {
  sort: "",
  sorts: [],
  filters: { view: VIEWS, state: STATES },
  views: ["view"],
} as const;

/** One shop elsewhere, and how it is kept in step. */
export function SyncPage() {
  const t = useTexts(syncTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { channelId } = useParams<{ channelId: string }>();
  const channel = useQuery(channelQuery(store.id, channelId));
  usePageLabel(channel.data?.name ?? (isMissing(channel.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={channel}
      missing={{
        drawing: <ShopDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/channels`,
      }}
      skeleton={<Waiting />}
    >
      {(found) => <Known channel={found} />}
    </OneThing>
  );
}

function Waiting() {
  return (
    <div className="grid gap-4">
      <Skeleton className="h-5 w-60" />
      <Skeleton className="h-72 w-full rounded-panel" />
    </div>
  );
}

function Known({ channel }: { channel: Channel }) {
  const t = useTexts(syncTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const sync = useQuery(syncQuery(store.id, channel.id));
  const act = useMutation({
    mutationFn: () => runSync(store.id, channel.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: syncKey(store.id, channel.id) });
      toast.success(t("running"));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const error = loadError(sync, shell);
  const run = sync.data?.enabled && sync.data.state !== "closed" && may("channels");
  return (
    <Page>
      <PageHeader
        title={t("page", { name: channel.name })}
        status={sync.data ? <SyncStatus sync={sync.data} pill /> : undefined}
        sub={t("lead")}
        actions={
          run ? (
            <Button pending={act.isPending} onClick={() => act.mutate()}>
              {t("run")}
            </Button>
          ) : null
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ReadOnlyNote what="channels" />
        {error ? (
          <Panel>
            <LoadError error={error} />
          </Panel>
        ) : sync.data ? (
          <Whole channel={channel} sync={sync.data} />
        ) : (
          <Waiting />
        )}
      </div>
    </Page>
  );
}

function Whole({ channel, sync }: { channel: Channel; sync: ChannelSync }) {
  const t = useTexts(syncTexts);
  const list = useListState(LIST);
  const view = VIEWS.find((one) => one === list.state.filters.view);
  const shown = { channelId: channel.id, list };
  const stocked = sync.enabled || sync.linked > 0;
  const out = sync.waiting + sync.unknown + sync.missing;
  return (
    <>
      <SyncNotes
        channel={channel}
        sync={sync}
        onOversold={() => list.setFilter("view", "oversold")}
      />
      <SyncSettings channel={channel} sync={sync} />
      {stocked ? <Figures sync={sync} /> : null}
      <Panel>
        {stocked ? (
          <div className="px-4 pt-1">
            <ViewTabs
              label={t("views")}
              current={view ?? ""}
              onChoose={(key) =>
                list.update({ page: 1, search: "", filters: key ? { view: key } : {} })
              }
              views={[
                { key: "", label: t("v_out"), count: out || undefined },
                { key: "stock", label: t("v_stock"), count: sync.linked || undefined },
                { key: "orders", label: t("v_orders") },
                {
                  key: "oversold",
                  label: t("v_oversold"),
                  count: sync.oversold_orders || undefined,
                },
                { key: "products", label: t("v_products") },
                { key: "log", label: t("v_log") },
              ]}
            />
          </div>
        ) : null}
        {!stocked || view === "products" ? (
          <ProductsTable channel={channel} list={list} />
        ) : view === "log" ? (
          <LogTable {...shown} />
        ) : view === "orders" || view === "oversold" ? (
          <OrdersTable key={view} {...shown} oversold={view === "oversold"} />
        ) : (
          <StockTable key={view ?? "out"} {...shown} only={view === undefined} />
        )}
      </Panel>
    </>
  );
}

function Figures({ sync }: { sync: ChannelSync }) {
  const t = useTexts(syncTexts);
  const number = (value: number) => value.toLocaleString(t.locale);
  return (
    <KeyFigures>
      <KeyFigure label={t("k_linked")} major={number(sync.linked)} note={t("k_linked_note")} />
      <KeyFigure label={t("k_waiting")} major={number(sync.waiting)} note={t("k_waiting_note")} />
      <KeyFigure label={t("k_unknown")} major={number(sync.unknown)} note={t("k_unknown_note")} />
      <KeyFigure
        label={t("k_oversold")}
        major={number(sync.oversold_units)}
        note={t("k_oversold_note", { orders: sync.oversold_orders })}
      />
    </KeyFigures>
  );
}
