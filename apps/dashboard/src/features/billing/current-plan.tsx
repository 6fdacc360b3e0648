"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import {
  cancelPlan,
  openPortal,
  type Plans,
  resumePlan,
  type Subscription,
  subscriptionQuery,
} from "@/api/billing";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { runs, standingOf } from "./standing";
import { billingTexts } from "./texts";

const ChangeDialog = dynamic(() => import("./change-dialog").then((part) => part.ChangeDialog), {
  ssr: false,
});

const TONES = {
  trialing: "info",
  active: "success",
  past_due: "warning",
  grace: "warning",
  read_only: "danger",
  cancelled: "danger",
} as const;

/** The plan, what it costs and when, add-ons, and the ways to change any of it. */
export function CurrentPlan({ found, shop }: { found: Subscription; shop: Plans }) {
  const t = useTexts(billingTexts);
  const shell = useTexts(shellTexts);
  const { locale } = useLocale();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const day = (at: string | null) => (at === null ? "–" : formatDate(at, "dayYear", locale, zone));
  const owner = useMay()("own_business");
  const client = useQueryClient();
  const [cancelling, setCancelling] = useState(false);
  const [adding, setAdding] = useState(false);
  const keep = (next: Subscription) => client.setQueryData(subscriptionQuery.queryKey, next);
  const portal = useMutation({
    mutationFn: openPortal,
    onSuccess: ({ url }) => window.location.assign(url),
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const cancel = useMutation({
    mutationFn: cancelPlan,
    onSuccess: (next) => {
      keep(next);
      setCancelling(false);
      toast.success(t("cancelled_toast", { plan: next.title, when: day(next.ends_at) }));
    },
  });
  const resume = useMutation({
    mutationFn: resumePlan,
    onSuccess: (next) => {
      keep(next);
      toast.success(t("resumed", { plan: next.title }));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const titles = new Map(shop.add_ons.map((one) => [one.name, one.title]));
  const addOns = Object.entries(found.add_ons).map(([name, count]) =>
    t("add_on_line", { count, name: titles.get(name) ?? name }),
  );
  const running = runs(found);
  const kind = standingOf(found, Date.now())?.kind;
  const unpaid = kind === "past_due" || kind === "grace_unpaid" || kind === "closed_unpaid";
  const plan = shop.plans.find((one) => one.name === found.plan);
  const own = found.plan === "self_hosted";
  return (
    <Panel>
      <PanelHeader
        title={t("your_plan")}
        end={found.test ? <span className="text-12 text-subtle">{t("test")}</span> : null}
      />
      <PanelBody className="grid gap-4">
        <div className="grid gap-1">
          <p className="flex flex-wrap items-center gap-2">
            <span className="text-20 font-semibold">{found.title}</span>
            {found.state ? (
              <Badge tone={TONES[found.state]}>{t(`state_${found.state}`)}</Badge>
            ) : null}
            {found.cancel_at_end ? (
              <Badge tone="warning">{t("ends_on", { when: day(found.ends_at) })}</Badge>
            ) : null}
          </p>
          {found.state === null ? (
            <p className="max-w-160 text-13 text-muted">
              {t(own ? "self_hosted" : "given")}{" "}
              {own && found.open && owner ? t("self_hosted_try") : null}
            </p>
          ) : null}
        </div>
        {found.may_manage ? (
          <KeyValues>
            <KeyValue label={t("next")}>
              {found.next_total ? (
                <>
                  {t("next_text", {
                    amount: formatMoney(found.next_total, locale),
                    when: day(found.period_end),
                  })}
                  <span className="block text-12 text-subtle">{t("next_before")}</span>
                </>
              ) : (
                t("next_none")
              )}
            </KeyValue>
            {found.interval ? (
              <KeyValue label={t("interval")}>{t(`each_${found.interval}`)}</KeyValue>
            ) : null}
            <KeyValue label={t("add_ons")}>
              {addOns.length > 0 ? addOns.join(", ") : t("add_ons_none")}
            </KeyValue>
            <KeyValue label={t("payment")}>{found.card ?? "–"}</KeyValue>
          </KeyValues>
        ) : null}
        {found.may_manage && owner ? (
          <div className="flex flex-wrap gap-2">
            <Button
              variant={unpaid ? "primary" : "default"}
              pending={portal.isPending || portal.isSuccess}
              onClick={() => portal.mutate()}
            >
              {t(unpaid ? "pay_now" : "manage")}
            </Button>
            {running && plan && !plan.on_request && found.interval ? (
              <Button onClick={() => setAdding(true)}>{t("add_ons_change")}</Button>
            ) : null}
            {running && found.cancel_at_end ? (
              <Button pending={resume.isPending} onClick={() => resume.mutate()}>
                {t("keep")}
              </Button>
            ) : running ? (
              <Button variant="ghost" onClick={() => setCancelling(true)}>
                {t("cancel")}
              </Button>
            ) : null}
          </div>
        ) : null}
        {owner || own ? null : <p className="text-13 text-muted">{t("owner_only")}</p>}
      </PanelBody>
      {adding && plan && found.interval ? (
        <ChangeDialog
          plan={plan}
          interval={found.interval}
          found={found}
          sold={shop.add_ons}
          onClose={() => setAdding(false)}
        />
      ) : null}
      <ConfirmDialog
        open={cancelling}
        onOpenChange={(next) => {
          cancel.reset();
          setCancelling(next);
        }}
        title={t("cancel_title", { plan: found.title })}
        description={t("cancel_body", { when: day(found.period_end) })}
        action={t("cancel")}
        keep={t("keep")}
        danger
        pending={cancel.isPending}
        error={cancel.error ? troubleText(cancel.error, shell) : null}
        onConfirm={() => cancel.mutate()}
      />
    </Panel>
  );
}
