"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import {
  eventsQuery,
  type NewWebhook,
  type Webhook,
  webhooksKey,
  webhooksQuery,
} from "@/api/webhooks";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { SecretDialog } from "./secret";
import { WebhookStatus } from "./status";
import { webhooksTexts } from "./texts";

const WebhookDialog = dynamic(() => import("./webhook-dialog").then((part) => part.WebhookDialog), {
  ssr: false,
});

/** Who is told what happens in the store. */
export function WebhooksPage() {
  const t = useTexts(webhooksTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const webhooks = useQuery(webhooksQuery(store.id));
  const events = useQuery(eventsQuery(store.id));
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<NewWebhook | null>(null);
  const error = loadError(webhooks, shell) ?? loadError(events, shell);
  const items = webhooks.data;
  const add = may("webhooks") ? (
    <Button variant="primary" disabled={!events.data} onClick={() => setMaking(true)}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  ) : null;
  return (
    <Page className="mx-auto max-w-220 flex-1">
      <PageHeader
        title={t("title")}
        count={items && items.length > 0 ? items.length : undefined}
        sub={t("lead")}
        actions={items !== undefined && items.length > 0 ? add : null}
      />
      <div className="grid gap-4">
        <ReadOnlyNote what="webhooks" />
        <Panel>
          {error ? (
            <LoadError error={error} />
          ) : items === undefined ? (
            <div className="p-4" aria-busy="true">
              <Skeleton className="w-64" />
            </div>
          ) : items.length === 0 ? (
            <EmptyState drawing={<ShelfDrawing />} title={t("none_title")} actions={add}>
              {t("none_body")}
            </EmptyState>
          ) : (
            <ul>
              {items.map((webhook) => (
                <WebhookRow key={webhook.id} webhook={webhook} />
              ))}
            </ul>
          )}
        </Panel>
      </div>
      {making && events.data ? (
        <WebhookDialog
          webhook={null}
          events={events.data.events}
          onClose={() => setMaking(false)}
          onSaved={() => client.invalidateQueries({ queryKey: webhooksKey(store.id) })}
          onMade={(fresh) => {
            setMaking(false);
            setMade(fresh);
          }}
        />
      ) : null}
      <SecretDialog made={made} onDone={() => setMade(null)} />
    </Page>
  );
}

function WebhookRow({ webhook }: { webhook: Webhook }) {
  const t = useTexts(webhooksTexts);
  const store = useStore();
  const last = webhook.last_success_at;
  return (
    <li className="relative grid gap-x-4 gap-y-1 border-t px-4 py-3 text-13 first:border-t-0 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_auto]">
      <span className="min-w-0">
        <Link
          href={`/stores/${store.id}/webhooks/${webhook.id}`}
          className="block truncate rounded-xs font-medium after:absolute after:inset-0 hover:text-accent"
        >
          {webhook.name}
        </Link>
        <span className="block truncate text-12 text-muted">{webhook.url}</span>
      </span>
      <span className="flex flex-wrap items-center gap-x-4 sm:block sm:text-end">
        <WebhookStatus webhook={webhook} />
        <span className="block text-12 text-subtle">
          {t("events_count", { count: webhook.types.length })} ·{" "}
          <span className="num">
            {last
              ? t("taken", { when: formatDate(last, "full", t.locale, store.timezone) })
              : t("taken_never")}
          </span>
        </span>
      </span>
    </li>
  );
}
