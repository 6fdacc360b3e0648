"use client";

import { Button } from "@ecomm/ui/button";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import {
  type Channel,
  channelsKey,
  channelsQuery,
  connectorsQuery,
  migrationsKey,
} from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { ChannelPanel } from "./channel-panel";
import { Runs } from "./runs";
import { channelsTexts } from "./texts";

const ConnectDialog = dynamic(() => import("./connect-dialog").then((part) => part.ConnectDialog), {
  ssr: false,
});
const StartDialog = dynamic(() => import("./start-dialog").then((part) => part.StartDialog), {
  ssr: false,
});

/** Shops elsewhere, and what was taken over from them. */
export function ChannelsPage() {
  const t = useTexts(channelsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const client = useQueryClient();
  const channels = useQuery(channelsQuery(store.id));
  const kinds = useQuery(connectorsQuery(store.id));
  const [connecting, setConnecting] = useState<{ adapter?: string } | null>(null);
  const [starting, setStarting] = useState<Channel | null>(null);
  const error = loadError(channels, shell) ?? loadError(kinds, shell);
  const rows = channels.data;
  const home = `/stores/${store.id}`;
  const add = may("channels") ? (
    <Button variant="primary" disabled={!kinds.data} onClick={() => setConnecting({})}>
      <Plus aria-hidden />
      {t("connect")}
    </Button>
  ) : null;
  const some = rows !== undefined && rows.length > 0;
  return (
    <Page>
      <PageHeader
        title={t("title")}
        count={some ? rows.length : undefined}
        sub={t("lead")}
        actions={
          some ? (
            <>
              <Button asChild>
                <Link href={`${home}/past-orders`}>{t("past")}</Link>
              </Button>
              {add}
            </>
          ) : null
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <ReadOnlyNote what="channels" />
        {error ? (
          <Panel>
            <LoadError error={error} />
          </Panel>
        ) : rows === undefined ? (
          <Panel className="grid gap-3 p-4" aria-busy="true">
            <Skeleton className="h-5 w-60" />
            <Skeleton className="w-80" />
          </Panel>
        ) : some ? (
          <>
            {rows.map((channel) => (
              <ChannelPanel
                key={channel.id}
                channel={channel}
                onStart={() => setStarting(channel)}
                onConnect={() => setConnecting({ adapter: channel.adapter })}
                onDone={() => client.invalidateQueries({ queryKey: channelsKey(store.id) })}
              />
            ))}
            <Runs channels={rows} />
          </>
        ) : (
          <Panel>
            <EmptyState drawing={<ShopDrawing />} title={t("none_title")} actions={add}>
              {t("none_body")}
            </EmptyState>
          </Panel>
        )}
      </div>
      {connecting && kinds.data ? (
        <ConnectDialog
          kinds={kinds.data}
          adapter={connecting.adapter}
          onClose={() => setConnecting(null)}
          onConnected={async (made) => {
            await client.invalidateQueries({ queryKey: channelsKey(store.id), exact: true });
            toast.success(t("connected", { name: made.name }));
            setConnecting(null);
          }}
        />
      ) : null}
      {starting ? (
        <StartDialog
          channel={starting}
          onClose={() => setStarting(null)}
          onBegun={async (job) => {
            await client.invalidateQueries({ queryKey: migrationsKey(store.id) });
            router.push(`${home}/channels/${job.id}`);
          }}
        />
      ) : null}
    </Page>
  );
}
