"use client";

import { Button } from "@ecomm/ui/button";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
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
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useParams } from "next/navigation";
import { useState } from "react";
import { type Return, returnQuery, returnsKey } from "@/api/after-sale";
import { ordersKey } from "@/api/orders";
import { afterTexts } from "@/features/orders/after-texts";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { ReturnDialogs, type Step } from "./return-dialogs";
import { ReturnPhotos } from "./return-photos";
import { ReturnState } from "./return-state";
import { returnTexts } from "./texts";

/** One return: what goes back, why, and what to do about it. */
export function ReturnPage() {
  const t = useTexts(afterTexts);
  const store = useStore();
  const { returnId } = useParams<{ returnId: string }>();
  const found = useQuery(returnQuery(store.id, returnId));
  usePageLabel(found.data?.name ?? null);
  return (
    <OneThing
      query={found}
      missing={{
        drawing: <TrayDrawing />,
        title: t("return_missing"),
        body: t("return_missing_body"),
        action: t("return_missing_action"),
        href: `/stores/${store.id}/returns`,
      }}
      skeleton={<Skeleton className="h-80 w-full rounded-panel" />}
    >
      {(back) => <ReturnDetail back={back} />}
    </OneThing>
  );
}

function ReturnDetail({ back }: { back: Return }) {
  const t = useTexts(afterTexts);
  const words = useTexts(returnTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay()("orders");
  const [step, setStep] = useState<Step | null>(null);
  const can = (to: Return["status"]) => may && back.next.includes(to);

  const swapped = back.lines.every((line) => line.exchange !== null);

  async function refresh(now: Return) {
    client.setQueryData(returnQuery(store.id, back.id).queryKey, now);
    await Promise.all([
      client.invalidateQueries({ queryKey: returnsKey(store.id) }),
      client.invalidateQueries({ queryKey: ordersKey(store.id) }),
      client.invalidateQueries({ queryKey: ["store", store.id, "order", back.order_id] }),
    ]);
  }

  return (
    <Page form>
      <PageHeader
        title={t("return_title", { name: back.name })}
        sub={formatDate(back.requested_at, "full", t.locale, store.timezone)}
        status={<ReturnState status={back.status} />}
        actions={
          <>
            {can("cancelled") && back.status === "approved" ? (
              <Button onClick={() => setStep("cancel")}>{words("cancel")}</Button>
            ) : null}
            {can("declined") && back.kind === "return" ? (
              <Button onClick={() => setStep("decline")}>{t("decline")}</Button>
            ) : null}
            {can("approved") ? (
              <Button variant="primary" onClick={() => setStep("approve")}>
                {t("approve")}
              </Button>
            ) : null}
            {can("received") ? (
              <Button variant="primary" onClick={() => setStep("receive")}>
                {t("receive")}
              </Button>
            ) : null}
            {can("completed") ? (
              <Button
                variant={back.status === "received" ? "primary" : "default"}
                onClick={() => setStep("complete")}
              >
                {swapped ? words("exchange_done") : t("complete")}
              </Button>
            ) : null}
          </>
        }
      />
      <DetailColumns
        main={
          <Panel>
            <PanelHeader title={t("return_items")} />
            <div className="px-4 pb-4">
              <KeyValues>
                {back.lines.map((line) => (
                  <KeyValue
                    key={line.item_id}
                    label={
                      <span>
                        {line.title} {line.variant_title}{" "}
                        <span className="text-subtle">
                          {t.has(`reason_${line.reason}`)
                            ? t(`reason_${line.reason}` as "reason_other")
                            : line.reason}
                        </span>
                        {line.condition ? (
                          <span className="block text-12 text-subtle">
                            {words(`condition_${line.condition}` as "condition_new")}
                            {", "}
                            {words(line.restocked ? "restocked" : "not_restocked")}
                          </span>
                        ) : null}
                        {line.exchange ? (
                          <span className="block text-12">
                            {words("exchange", {
                              name: line.exchange.variant_title || line.exchange.title,
                            })}
                            {line.exchange.difference.amount === 0 ? null : (
                              <span className="num block text-subtle">
                                {words(
                                  line.exchange.difference.amount < 0
                                    ? "exchange_less"
                                    : line.exchange.charged
                                      ? "exchange_charged"
                                      : "exchange_more",
                                  {
                                    amount: formatMoney(
                                      {
                                        ...line.exchange.difference,
                                        amount: Math.abs(line.exchange.difference.amount),
                                      },
                                      t.locale,
                                    ),
                                  },
                                )}
                              </span>
                            )}
                          </span>
                        ) : null}
                      </span>
                    }
                  >
                    <span className="num">
                      {back.status === "received" || back.status === "completed"
                        ? `${line.received} / ${line.quantity}`
                        : line.quantity}
                    </span>
                  </KeyValue>
                ))}
              </KeyValues>
              {back.message ? (
                <p className="mt-4 text-13 break-words whitespace-pre-wrap">
                  <span className="block text-12 text-subtle">{t("return_message")}</span>
                  {back.message}
                </p>
              ) : null}
              <ReturnPhotos back={back} />
            </div>
          </Panel>
        }
        side={
          <Panel>
            <PanelHeader title={t(`kind_${back.kind}`)} />
            <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-4 pb-4 text-13">
              <Link
                href={`/stores/${store.id}/orders/${back.order_id}`}
                className="justify-self-start rounded-xs font-medium text-accent hover:underline"
              >
                {t("return_order", { number: back.order_number })}
              </Link>
              <span className="wrap-anywhere">{back.customer_name}</span>
              <span className="truncate text-subtle">{back.email}</span>
              <Difference back={back} storeId={store.id} />
              {back.instructions ? (
                <p className="break-words whitespace-pre-wrap">
                  <span className="block text-12 text-subtle">{t("return_instructions")}</span>
                  {back.instructions}
                </p>
              ) : null}
              {back.label_url ? (
                <a
                  href={back.label_url}
                  target="_blank"
                  rel="noreferrer"
                  className="justify-self-start rounded-xs text-accent hover:underline"
                >
                  {t("return_label")}
                </a>
              ) : null}
              {back.decline_reason ? (
                <p className="break-words">
                  <span className="block text-12 text-subtle">{t("return_declined")}</span>
                  {back.decline_reason}
                </p>
              ) : null}
            </div>
          </Panel>
        }
      />
      <ReturnDialogs
        back={back}
        storeId={store.id}
        step={step}
        onClose={() => setStep(null)}
        onDone={refresh}
      />
    </Page>
  );
}

/** What an exchange costs more: asked for by a draft, paid with its order, or over. */
function Difference({ back, storeId }: { back: Return; storeId: string }) {
  const t = useTexts(returnTexts);
  const due = back.exchange_payment;
  if (due === null) return null;
  const amount = formatMoney(due.amount, t.locale);
  const paid = due.state === "paid" && due.order_id !== null;
  return (
    <p>
      <span className="block text-12 text-subtle">{t("charged")}</span>
      <span className="num block">
        {due.state === "over"
          ? t("charged_over")
          : paid
            ? t("charged_paid", { amount })
            : t("charged_waiting", { amount })}
      </span>
      <Link
        href={
          paid
            ? `/stores/${storeId}/orders/${due.order_id}`
            : `/stores/${storeId}/drafts/${due.draft_id}`
        }
        className="rounded-xs font-medium text-accent hover:underline"
      >
        {paid
          ? t("charged_order", { number: String(due.order_number) })
          : t("charged_draft", { name: due.name })}
      </Link>
    </p>
  );
}
