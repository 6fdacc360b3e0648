"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Notice } from "@ecomm/ui/states";
import Link from "next/link";
import type { ChannelSync } from "@/api/channel-sync";
import type { Channel } from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { syncTexts } from "./texts";

/** What a person should know or do, the worst first. */
export function SyncNotes({
  channel,
  sync,
  onOversold,
}: {
  channel: Channel;
  sync: ChannelSync;
  onOversold: () => void;
}) {
  const t = useTexts(syncTexts);
  const store = useStore();
  const { name } = channel;
  // Off, it cannot be switched on either before it is connected again.
  const closed = sync.state === "closed" || (!sync.enabled && channel.status !== "connected");
  if (!sync.enabled && !closed) return null;
  return (
    <>
      {sync.state === "failing" ? (
        <Notice tone="danger" title={t("failing_title", { name })}>
          {sync.last_error ? (
            <p className="wrap-anywhere">{t("said", { words: sync.last_error })}</p>
          ) : null}
          <p>{t("failing_body")}</p>
        </Notice>
      ) : null}
      {closed ? (
        <Notice tone="danger" title={t("closed_title", { name })}>
          <p>{t("closed_body")}</p>
          <Button asChild className="mt-2">
            <Link href={`/stores/${store.id}/channels`}>{t("closed_go")}</Link>
          </Button>
        </Notice>
      ) : null}
      {sync.enabled && sync.oversold_units > 0 ? (
        <Notice tone="warning" title={t("oversold_title", { units: sync.oversold_units })}>
          <p>{t("oversold_body")}</p>
          <Button className="mt-2" onClick={onOversold}>
            {t("oversold_see")}
          </Button>
        </Notice>
      ) : null}
      {sync.state === "linking" ? (
        <Notice title={t("linking_title")}>{t("linking_body")}</Notice>
      ) : sync.linked === 0 && sync.state === "in_step" ? (
        <Notice tone="warning" title={t("nothing_linked")}>
          {t("nothing_linked_body")}
        </Notice>
      ) : null}
    </>
  );
}
