"use client";

import { Button } from "@ecomm/ui/button";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import {
  DetailColumns,
  KeyValue,
  KeyValues,
  Page,
  PageHeader,
  Panel,
  PanelHeader,
} from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useParams, useRouter } from "next/navigation";
import { useState } from "react";
import {
  deleteWebhook,
  eventsQuery,
  type NewWebhook,
  switchWebhook,
  type WebhookDetail,
  webhookQuery,
  webhooksKey,
} from "@/api/webhooks";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { DangerZone } from "@/shell/danger-zone";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { OffDialog, ReplayDialog, RotateDialog, TestDialog } from "./acts";
import { DeliveryLog } from "./log";
import { SecretDialog } from "./secret";
import { WebhookStatus } from "./status";
import { webhooksTexts } from "./texts";

const WebhookDialog = dynamic(() => import("./webhook-dialog").then((part) => part.WebhookDialog), {
  ssr: false,
});

/** One webhook: how it is, and what it was told. */
export function WebhookPage() {
  const t = useTexts(webhooksTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { webhookId } = useParams<{ webhookId: string }>();
  const webhook = useQuery(webhookQuery(store.id, webhookId));
  usePageLabel(webhook.data?.name ?? (isMissing(webhook.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={webhook}
      missing={{
        drawing: <TrayDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/webhooks`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-72 w-full rounded-panel" />
        </div>
      }
    >
      {(found) => <Known webhook={found} />}
    </OneThing>
  );
}

type Asking = "edit" | "test" | "replay" | "rotate" | "off" | null;

function Known({ webhook }: { webhook: WebhookDetail }) {
  const t = useTexts(webhooksTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const router = useRouter();
  const events = useQuery(eventsQuery(store.id));
  const [asking, setAsking] = useState<Asking>(null);
  const [made, setMade] = useState<NewWebhook | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: webhooksKey(store.id) });
  const on = webhook.status === "active";
  const switchOn = useMutation({
    mutationFn: () => switchWebhook(store.id, webhook.id, true),
    onSuccess: async () => {
      await refresh();
      toast.success(t("switched_on", { name: webhook.name }));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const remove = useMutation({
    mutationFn: () => deleteWebhook(store.id, webhook.id),
    onSuccess: async () => {
      router.push(`/stores/${store.id}/webhooks`);
      client.removeQueries({ queryKey: [...webhooksKey(store.id), webhook.id] });
      await client.invalidateQueries({ queryKey: webhooksKey(store.id), exact: true });
      toast.success(t("deleted", { name: webhook.name }));
    },
  });
  const ask = { webhook, onClose: () => setAsking(null), onDone: refresh };
  const manages = may("webhooks");
  return (
    <Page form>
      <PageHeader
        title={webhook.name}
        status={<WebhookStatus webhook={webhook} />}
        sub={webhook.url}
        actions={
          manages ? (
            <>
              <Button disabled={!events.data} onClick={() => setAsking("edit")}>
                {t("edit")}
              </Button>
              {on ? (
                <>
                  <Button onClick={() => setAsking("replay")}>{t("replay_all")}</Button>
                  <Button variant="primary" onClick={() => setAsking("test")}>
                    {t("test")}
                  </Button>
                </>
              ) : (
                <Button
                  variant="primary"
                  pending={switchOn.isPending}
                  onClick={() => switchOn.mutate()}
                >
                  {t("switch_on")}
                </Button>
              )}
            </>
          ) : null
        }
      />
      <Health webhook={webhook} />
      <DetailColumns
        main={<DeliveryLog webhookId={webhook.id} />}
        side={
          <Facts
            webhook={webhook}
            acts={
              manages ? (
                <div className="flex flex-wrap gap-2 px-4 pb-4">
                  <Button size="sm" onClick={() => setAsking("rotate")}>
                    {t("rotate")}
                  </Button>
                  {on ? (
                    <Button size="sm" onClick={() => setAsking("off")}>
                      {t("switch_off")}
                    </Button>
                  ) : null}
                </div>
              ) : null
            }
          />
        }
      />
      {manages ? (
        <DangerZone
          label={t("delete")}
          note={t("delete_note")}
          title={t("delete_title", { name: webhook.name })}
          body={t("delete_body", { host: hostOf(webhook.url) })}
          action={t("delete")}
          act={{ ...remove, mutate: () => remove.mutate() }}
        />
      ) : (
        <p className="px-4 pt-6 text-12 text-subtle">{t("viewer")}</p>
      )}
      {asking === "edit" && events.data ? (
        <WebhookDialog
          webhook={webhook}
          events={events.data.events}
          onClose={() => setAsking(null)}
          onSaved={async (saved) => {
            await refresh();
            setAsking(null);
            toast.success(t("saved", { name: saved.name }));
          }}
        />
      ) : null}
      {asking === "test" ? <TestDialog {...ask} /> : null}
      {asking === "replay" ? <ReplayDialog {...ask} /> : null}
      {asking === "off" ? <OffDialog {...ask} /> : null}
      {asking === "rotate" ? <RotateDialog {...ask} onMade={setMade} /> : null}
      <SecretDialog made={made} onDone={() => setMade(null)} />
    </Page>
  );
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? url;

/** What is wrong with it, before anything else. */
function Health({ webhook }: { webhook: WebhookDetail }) {
  const t = useTexts(webhooksTexts);
  const store = useStore();
  const when = (at: string) => formatDate(at, "full", t.locale, store.timezone);
  const { status, disabled_reason: reason, failing_since: since, resume_at: next } = webhook;
  const words =
    status === "disabled" && reason
      ? t(`disabled_${reason}`)
      : status === "active" && since
        ? [
            t("failing_note", { when: when(since) }),
            next && t("resting_note", { when: when(next) }),
          ]
            .filter(Boolean)
            .join(" ")
        : null;
  return words ? (
    <div className="mb-4">
      <Notice tone={status === "disabled" ? "danger" : "warning"}>{words}</Notice>
    </div>
  ) : null;
}

function Facts({ webhook, acts }: { webhook: WebhookDetail; acts: React.ReactNode }) {
  const t = useTexts(webhooksTexts);
  const store = useStore();
  const { figures } = webhook;
  const when = (at: string) => formatDate(at, "full", t.locale, store.timezone);
  return (
    <>
      <Panel>
        <PanelHeader title={t("figures")} />
        <KeyValues className="px-4 pb-4">
          {(["delivered", "failed_tries", "dead", "waiting"] as const).map((name) => (
            <KeyValue key={name} label={t(name)}>
              {figures[name]}
            </KeyValue>
          ))}
          {(["p50", "p95"] as const).map((name) => {
            const ms = figures[`latency_${name}_ms`];
            return ms === null ? null : (
              <KeyValue key={name} label={t(name)}>
                {t("ms", { ms })}
              </KeyValue>
            );
          })}
        </KeyValues>
      </Panel>
      <Panel>
        <PanelHeader title={t("facts")} />
        <KeyValues className="px-4 pb-3">
          <KeyValue label={t("last_success")}>
            {webhook.last_success_at ? when(webhook.last_success_at) : t("never")}
          </KeyValue>
        </KeyValues>
        {webhook.old_secret_until ? (
          <p className="px-4 pb-3 text-12 text-muted">
            {t("rotate_until", { when: when(webhook.old_secret_until) })}
          </p>
        ) : null}
        <ul className="grid gap-1 px-4 pb-4 font-mono text-12 text-muted">
          {webhook.types.map((type) => (
            <li key={type}>{type}</li>
          ))}
        </ul>
        {acts}
      </Panel>
    </>
  );
}
