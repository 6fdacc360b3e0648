"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { syncQuery } from "@/api/channel-sync";
import type { Channel } from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { SyncStatus } from "./status";
import { syncTexts } from "./texts";

/** On a shop's panel: whether stock and orders are kept in step, and the ways to that and to products. */
export function SyncStrip({ channel }: { channel: Channel }) {
  const t = useTexts(syncTexts);
  const store = useStore();
  const sync = useQuery(syncQuery(store.id, channel.id));
  if (channel.status === "disconnected" && !sync.data?.enabled) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-3">
      <span className="min-h-5 text-13">{sync.data ? <SyncStatus sync={sync.data} /> : null}</span>
      <span className="flex flex-wrap gap-2">
        <Button asChild>
          <Link href={`/stores/${store.id}/channels/sync/${channel.id}?view=products`}>
            {t("open_products")}
          </Link>
        </Button>
        <Button asChild>
          <Link href={`/stores/${store.id}/channels/sync/${channel.id}`}>{t("open")}</Link>
        </Button>
      </span>
    </div>
  );
}
