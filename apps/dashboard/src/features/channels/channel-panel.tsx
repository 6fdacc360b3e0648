"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel } from "@ecomm/ui/panel";
import { Notice } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { type Channel, disconnectChannel } from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { ChannelStatus } from "./status";
import { SyncStrip } from "./sync/strip";
import { channelsTexts } from "./texts";

/** One shop: who it is, what came from there, and what can be done. */
export function ChannelPanel({
  channel,
  onStart,
  onConnect,
  onDone,
}: {
  channel: Channel;
  onStart: () => void;
  onConnect: () => void;
  onDone: () => Promise<void>;
}) {
  const t = useTexts(channelsTexts);
  const may = useMay();
  const { name, products, customers, orders } = channel;
  const link = /^https?:\/\//.test(channel.url) ? channel.url : null;
  const open = channel.status === "connected";
  return (
    <Panel className="grid gap-4 p-4" aria-label={name}>
      <div className="flex flex-col gap-4 md:flex-row md:items-start md:justify-between">
        <div className="grid min-w-0 gap-1">
          <div className="flex min-w-0 flex-wrap items-center gap-2">
            <h2 className="min-w-0 text-14 font-semibold wrap-anywhere">{name}</h2>
            <ChannelStatus channel={channel} />
          </div>
          <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-12 text-subtle">
            <span>{channel.adapter_title}</span>
            <span className="wrap-anywhere">{channel.url || channel.shop_ref}</span>
            {link ? (
              <a
                href={link}
                target="_blank"
                rel="noopener noreferrer"
                className="relative rounded-xs text-muted after:absolute after:-inset-2.5 hover:text-accent"
                aria-label={t("open_shop", { name })}
              >
                <ExternalLink aria-hidden className="size-3.5" />
              </a>
            ) : null}
          </p>
          <p className="num text-13 text-muted">
            {products + customers + orders > 0
              ? t("taken_words", { products, customers, orders })
              : t("taken_none")}
          </p>
        </div>
        {may("channels") ? (
          <div className="flex shrink-0 flex-wrap gap-2 *:flex-1 md:*:flex-none">
            {channel.status === "disconnected" ? null : (
              <Disconnect channel={channel} onDone={onDone} />
            )}
            {open ? (
              <Button onClick={onStart}>{t("take_over")}</Button>
            ) : (
              <Button onClick={onConnect}>{t("again")}</Button>
            )}
          </div>
        ) : null}
      </div>
      <Notes channel={channel} />
      <SyncStrip channel={channel} />
    </Panel>
  );
}

function Notes({ channel }: { channel: Channel }) {
  const t = useTexts(channelsTexts);
  if (channel.status === "attention") {
    return (
      <Notice tone="danger" title={t("note_attention", { name: channel.name })}>
        {channel.last_error ? (
          <p className="wrap-anywhere">{t("note_said", { words: channel.last_error })}</p>
        ) : null}
        <p>{t("note_attention_body")}</p>
      </Notice>
    );
  }
  if (channel.status === "disconnected") return <Notice>{t("note_disconnected")}</Notice>;
  if (channel.missing.length === 0) return null;
  return (
    <Notice tone="warning" title={t("lacks")}>
      {t("lacks_body", { what: channel.missing.join("; ") })}
    </Notice>
  );
}

function Disconnect({ channel, onDone }: { channel: Channel; onDone: () => Promise<void> }) {
  const t = useTexts(channelsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const [asking, setAsking] = useState(false);
  const { name } = channel;
  const act = useMutation({
    mutationFn: () => disconnectChannel(store.id, channel),
    onSuccess: async () => {
      await onDone();
      setAsking(false);
      toast.success(t("disconnected", { name }));
    },
  });
  return (
    <>
      <Button variant="ghost" onClick={() => setAsking(true)}>
        {t("disconnect")}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => {
          act.reset();
          setAsking(open);
        }}
        title={t("disconnect_title", { name })}
        description={t("disconnect_body")}
        action={t("disconnect")}
        pending={act.isPending}
        error={act.error ? troubleText(act.error, shell) : null}
        typeToConfirm={{ text: name, label: t("disconnect_type", { name }) }}
        onConfirm={() => act.mutate()}
      />
    </>
  );
}
