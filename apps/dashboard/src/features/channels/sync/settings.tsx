"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { SwitchField } from "@ecomm/ui/switch";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ChannelSync, type Lead, switchSync, syncKey } from "@/api/channel-sync";
import type { Channel } from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { syncTexts } from "./texts";

/** The switch, and who leads. */
export function SyncSettings({ channel, sync }: { channel: Channel; sync: ChannelSync }) {
  const t = useTexts(syncTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay()("channels");
  const client = useQueryClient();
  const [lead, setLead] = useState<Lead>(sync.lead);
  const [stopping, setStopping] = useState(false);
  const { name } = channel;
  const act = useMutation({
    mutationFn: (body: { enabled: boolean; lead: Lead }) => switchSync(store.id, channel.id, body),
    onSuccess: async (found) => {
      await client.invalidateQueries({ queryKey: syncKey(store.id, channel.id) });
      setStopping(false);
      if (found.enabled !== sync.enabled)
        toast.success(t(found.enabled ? "switched_on" : "switched_off", { name }));
      else toast.success(t("lead_saved"));
    },
    onError: (error) => {
      setLead(sync.lead);
      if (!stopping) toast.error(troubleText(error, shell));
    },
  });
  const closed = !sync.enabled && channel.status !== "connected";
  return (
    <Panel>
      <PanelHeader title={t("settings")} />
      <div className="grid gap-5 px-4 pb-4">
        <SwitchField
          label={t("switch")}
          help={t("switch_help")}
          checked={sync.enabled}
          disabled={!may || closed || act.isPending}
          onCheckedChange={(enabled) =>
            enabled ? act.mutate({ enabled, lead }) : setStopping(true)
          }
        />
        <fieldset className="grid gap-2" disabled={!may}>
          <legend className="mb-2 text-13 font-medium">{t("lead_title")}</legend>
          <RadioGroup
            aria-label={t("lead_title")}
            value={lead}
            disabled={!may || act.isPending}
            onValueChange={(value) => {
              const wanted: Lead = value === "channel" ? "channel" : "here";
              setLead(wanted);
              if (sync.enabled) act.mutate({ enabled: true, lead: wanted });
            }}
          >
            <RadioItem value="here" label={t("lead_here")} help={t("lead_here_help")} />
            <RadioItem value="channel" label={t("lead_channel")} help={t("lead_channel_help")} />
          </RadioGroup>
        </fieldset>
        {sync.enabled ? <Facts sync={sync} /> : null}
      </div>
      <ConfirmDialog
        open={stopping}
        onOpenChange={(open) => {
          act.reset();
          setStopping(open);
        }}
        title={t("off_title", { name })}
        description={t("off_body")}
        action={t("off_go")}
        pending={act.isPending}
        error={act.error ? troubleText(act.error, shell) : null}
        onConfirm={() => act.mutate({ enabled: false, lead })}
      />
    </Panel>
  );
}

function Facts({ sync }: { sync: ChannelSync }) {
  const t = useTexts(syncTexts);
  const store = useStore();
  const when = sync.last_ok_at
    ? formatDate(sync.last_ok_at, "full", t.locale, store.timezone)
    : null;
  return (
    <div className="grid gap-1 text-12 text-subtle">
      <p className="num">{when ? t("last_ok", { when }) : t("never_ok")}</p>
      <p>{t(sync.told ? "told" : "not_told")}</p>
      {sync.told_note ? (
        <p className="wrap-anywhere">{t("not_told_why", { words: sync.told_note })}</p>
      ) : null}
    </div>
  );
}
