"use client";

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
import { Notice } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useParams } from "next/navigation";
import { type Dispute, disputeQuery } from "@/api/payments";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing } from "@/shell/trouble";
import { disputeName } from "./disputes-page";
import { answerStage, EVIDENCE_FIELDS } from "./evidence";
import { EvidenceForm } from "./evidence-form";
import { knownReason, plainReason } from "./reasons";
import { DisputeState } from "./status";
import { disputesTexts } from "./texts";

/** One dispute: what the bank says, and the merchant's answer. */
export function DisputePage() {
  const t = useTexts(disputesTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { disputeId } = useParams<{ disputeId: string }>();
  const dispute = useQuery(disputeQuery(store.id, disputeId));
  const day = (at: string) => formatDate(at, "full", t.locale, store.timezone);
  const amount = (of: Dispute) => formatMoney(of.amount, t.locale);
  const label = dispute.data ? disputeName(dispute.data, t) : null;
  usePageLabel(label ?? (isMissing(dispute.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={dispute}
      missing={{
        drawing: <TrayDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/disputes`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-72 w-full rounded-panel" />
        </div>
      }
    >
      {(found) => (
        <Page form>
          <PageHeader
            title={
              found.order_number === null
                ? t("title_payment")
                : t("title_order", { number: String(found.order_number) })
            }
            status={<DisputeState dispute={found} />}
            sub={
              answerStage(found, Date.now()) === "write" && found.due_by
                ? t("lead_due", { amount: amount(found), when: day(found.due_by) })
                : t("lead", { amount: amount(found), when: day(found.opened_at) })
            }
          />
          <DetailColumns main={<Answer dispute={found} />} side={<Facts dispute={found} />} />
        </Page>
      )}
    </OneThing>
  );
}

function Answer({ dispute }: { dispute: Dispute }) {
  const t = useTexts(disputesTexts);
  const may = useMay();
  const stage = answerStage(dispute, Date.now());
  const { said, state, error } = dispute.evidence;
  return (
    <Panel>
      <PanelHeader title={t("answer_title")} />
      {state === "refused" ? (
        <div className="px-4 pb-3">
          <Notice tone="warning">{t("answer_refused", { message: error ?? "" })}</Notice>
        </div>
      ) : null}
      {stage === "write" && may("orders") ? (
        <EvidenceForm dispute={dispute} />
      ) : (
        <div className="grid gap-3 px-4 pb-4 text-13">
          <p className="text-muted">{stage === "write" ? t("viewer") : t(`answer_${stage}`)}</p>
          <KeyValues>
            {EVIDENCE_FIELDS.filter(({ name }) => said[name]).map(({ name }) => (
              <div key={name} className="grid gap-0.5">
                <dt className="text-12 text-subtle">{t(name)}</dt>
                <dd className="break-words whitespace-pre-wrap">{said[name]}</dd>
              </div>
            ))}
          </KeyValues>
        </div>
      )}
    </Panel>
  );
}

function Facts({ dispute }: { dispute: Dispute }) {
  const t = useTexts(disputesTexts);
  const store = useStore();
  const known = knownReason(dispute.reason);
  const day = (at: string) => formatDate(at, "full", t.locale, store.timezone);
  return (
    <>
      <Panel>
        <PanelHeader title={t("money")} />
        <KeyValues className="px-4 pb-4">
          {(["amount", "withdrawn", "returned", "fee"] as const).map((name) => (
            <KeyValue key={name} label={t(name)}>
              <span className="num">{formatMoney(dispute[name], t.locale)}</span>
            </KeyValue>
          ))}
        </KeyValues>
      </Panel>
      <Panel>
        <PanelHeader title={t("facts")} />
        <div className="grid gap-3 px-4 pb-4 text-13">
          <p>
            {known
              ? t(`reason_${known}`)
              : t("reason_other", { reason: plainReason(dispute.reason) })}
          </p>
          <KeyValues>
            {dispute.due_by ? <KeyValue label={t("due")}>{day(dispute.due_by)}</KeyValue> : null}
            <KeyValue label={t("opened")}>{day(dispute.opened_at)}</KeyValue>
            {dispute.closed_at ? (
              <KeyValue label={t("closed_at")}>{day(dispute.closed_at)}</KeyValue>
            ) : null}
            <KeyValue label={t("shopper")}>
              <span className="break-all">{dispute.customer_email}</span>
            </KeyValue>
          </KeyValues>
          <p className="grid gap-0.5">
            <span className="text-12 text-subtle">{t("reference")}</span>
            <code className="text-12 break-all">{dispute.provider_ref}</code>
          </p>
          {dispute.order_id ? (
            <Link
              href={`/stores/${store.id}/orders/${dispute.order_id}`}
              className="rounded-xs text-accent"
            >
              {t("see_order", { number: String(dispute.order_number ?? "") })}
            </Link>
          ) : null}
        </div>
      </Panel>
    </>
  );
}
