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
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "next/navigation";
import {
  type DeliveryDetail,
  deliveryQuery,
  replayDelivery,
  type Try,
  webhooksKey,
} from "@/api/webhooks";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { DeliveryStatus } from "./status";
import { webhooksTexts } from "./texts";

/** One message: what was sent, and what was answered each time. */
export function DeliveryPage() {
  const t = useTexts(webhooksTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const { webhookId, deliveryId } = useParams<{ webhookId: string; deliveryId: string }>();
  const delivery = useQuery(deliveryQuery(store.id, webhookId, deliveryId));
  usePageLabel(delivery.data?.type ?? (isMissing(delivery.error) ? shell("missing_crumb") : null));
  const again = useMutation({
    mutationFn: () => replayDelivery(store.id, webhookId, deliveryId),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: webhooksKey(store.id) });
      toast.success(t("replay_asked"));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return (
    <OneThing
      query={delivery}
      missing={{
        drawing: <TrayDrawing />,
        title: t("delivery_missing"),
        body: t("delivery_missing_body"),
        action: t("delivery_missing_action"),
        href: `/stores/${store.id}/webhooks/${webhookId}`,
      }}
      skeleton={<Skeleton className="h-72 w-full rounded-panel" />}
    >
      {(found) => (
        <Page form>
          <PageHeader
            title={<span className="font-mono">{found.type}</span>}
            status={<DeliveryStatus delivery={found} />}
            sub={found.dead_reason ? t(`dead_${found.dead_reason}`) : undefined}
            actions={
              may("webhooks") && !found.test ? (
                <Button
                  variant="primary"
                  pending={again.isPending}
                  disabled={found.on_the_way}
                  onClick={() => again.mutate()}
                >
                  {t("replay")}
                </Button>
              ) : null
            }
          />
          <DetailColumns
            main={
              <>
                <Tries delivery={found} />
                <Panel>
                  <PanelHeader title={t("message")} />
                  <Code text={pretty(found.body)} label={t("message")} />
                </Panel>
              </>
            }
            side={<Facts delivery={found} />}
          />
        </Page>
      )}
    </OneThing>
  );
}

function Facts({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTexts(webhooksTexts);
  const store = useStore();
  const when = (at: string) => formatDate(at, "full", t.locale, store.timezone);
  return (
    <Panel>
      <PanelHeader title={t("facts")} />
      <KeyValues className="px-4 pb-3">
        <KeyValue label={t("happened")}>{when(delivery.created_at)}</KeyValue>
        <KeyValue label={t("col_tries")}>{delivery.attempts}</KeyValue>
        {delivery.next_try_at && delivery.attempts > 0 ? (
          <KeyValue label={t("next_try")}>{when(delivery.next_try_at)}</KeyValue>
        ) : null}
      </KeyValues>
      <p className="px-4 pb-4 text-12">
        <span className="block text-subtle">{t("event_id")}</span>
        <span className="font-mono break-all">{delivery.event_id}</span>
      </p>
    </Panel>
  );
}

function Tries({ delivery }: { delivery: DeliveryDetail }) {
  const t = useTexts(webhooksTexts);
  return (
    <Panel>
      <PanelHeader title={t("tries_title")} />
      {delivery.tries.length === 0 ? (
        <p className="px-4 pb-4 text-13 text-muted">{t("try_none")}</p>
      ) : (
        <ol>
          {delivery.tries.map((one, place) => (
            <OneTry key={one.number} one={one} open={place === 0} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function OneTry({ one, open }: { one: Try; open: boolean }) {
  const t = useTexts(webhooksTexts);
  const store = useStore();
  return (
    <li className="border-t text-13">
      <details open={open}>
        <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5">
          <span className="font-medium">{t("try_title", { number: one.number })}</span>
          <span className={one.status === "succeeded" ? "num" : "num text-danger"}>
            {one.response_code ?? t("no_answer")}
          </span>
          {one.latency_ms === null ? null : (
            <span className="num text-subtle">{t("took", { ms: one.latency_ms })}</span>
          )}
          <time dateTime={one.at} className="num ms-auto text-12 text-subtle">
            {formatDate(one.at, "full", t.locale, store.timezone)}
          </time>
        </summary>
        <div className="grid gap-3 pb-3">
          {one.error ? (
            <p className="px-4 text-12 wrap-anywhere text-muted">
              {one.status === "lost" ? t("try_lost") : one.error}
            </p>
          ) : null}
          <Part title={t("response_body")}>
            {one.response_code === null ? null : one.response_body ? (
              <Code text={pretty(one.response_body)} label={t("response_body")} />
            ) : (
              <p className="px-4 text-12 text-subtle">{t("response_empty")}</p>
            )}
          </Part>
          <Part title={t("response_headers")}>
            {one.response_headers ? (
              <Code text={lines(one.response_headers)} label={t("response_headers")} />
            ) : null}
          </Part>
          <Part title={t("request_headers")}>
            {one.status === "lost" ? null : (
              <Code text={lines(one.request_headers)} label={t("request_headers")} />
            )}
          </Part>
        </div>
      </details>
    </li>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return children ? (
    <div className="grid gap-1">
      <p className="px-4 text-12 text-subtle">{title}</p>
      {children}
    </div>
  ) : null;
}

/** Text as it was sent; long lines and long texts scroll in their own box. */
function Code({ text, label }: { text: string; label: string }) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
      tabIndex={0}
      aria-label={label}
      className="mx-4 mb-3 max-h-80 overflow-auto rounded-md bg-sunken p-3"
    >
      <pre className="font-mono text-12 whitespace-pre">{text}</pre>
    </section>
  );
}

const lines = (headers: Record<string, unknown>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");

/** JSON with its structure; anything else as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
