"use client";

import { Button } from "@ecomm/ui/button";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState, Notice } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import {
  type Plan,
  type Plans,
  plansQuery,
  type Subscription,
  subscriptionQuery,
} from "@/api/billing";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { PlanCard } from "./plan-card";
import { runs, standingOf } from "./standing";
import { billingTexts } from "./texts";

const ChangeDialog = dynamic(() => import("./change-dialog").then((part) => part.ChangeDialog), {
  ssr: false,
});
const StartDialog = dynamic(() => import("./start-dialog").then((part) => part.StartDialog), {
  ssr: false,
});

/** Plans side by side, and the way onto another. */
export function PlansPage() {
  const t = useTexts(billingTexts);
  const shell = useTexts(shellTexts);
  const plans = useQuery(plansQuery);
  const current = useQuery(subscriptionQuery);
  const error = loadError(plans, shell) ?? loadError(current, shell);
  return (
    <Page className="mx-auto max-w-300 flex-1">
      <PageHeader title={t("plans_title")} sub={t("plans_lead")} />
      {error ? (
        <LoadError error={error} />
      ) : plans.data === undefined || current.data === undefined ? (
        <div aria-busy="true">
          <Skeleton className="h-80 w-full" />
        </div>
      ) : plans.data.open ? (
        <Shop shop={plans.data} found={current.data} />
      ) : (
        <EmptyState
          drawing={<TrayDrawing />}
          title={t("closed_shop")}
          actions={
            <Button asChild>
              <Link href="/billing">{t("to_billing")}</Link>
            </Button>
          }
        >
          {current.data.plan === "self_hosted" ? t("closed_shop_body") : t("plan_closed")}
        </EmptyState>
      )}
    </Page>
  );
}

function Shop({ shop, found }: { shop: Plans; found: Subscription }) {
  const t = useTexts(billingTexts);
  const owner = useMay()("own_business");
  const lifting = useSearchParams().get("plan");
  const [chosen, setChosen] = useState<"month" | "year" | null>(null);
  const [wanted, setWanted] = useState<Plan | null>(null);
  const interval = chosen ?? found.interval ?? "month";
  const kind = standingOf(found, Date.now())?.kind;
  const unpaid = kind === "past_due" || kind === "grace_unpaid" || kind === "closed_unpaid";
  const close = () => setWanted(null);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {found.plan === "self_hosted" ? (
        <Notice title={t("self_hosted")}>{t("self_hosted_try")}</Notice>
      ) : null}
      {unpaid ? (
        <Notice
          tone="warning"
          actions={
            <Button asChild size="sm">
              <Link href="/billing">{t("to_billing")}</Link>
            </Button>
          }
        >
          {t("open_bill")}
        </Notice>
      ) : null}
      {owner ? null : <Notice>{t("owner_only")}</Notice>}
      <RadioGroup
        className="flex flex-wrap gap-4"
        aria-label={t("interval")}
        value={interval}
        onValueChange={(next) => setChosen(next === "year" ? "year" : "month")}
      >
        <RadioItem value="month" label={t("monthly")} />
        <RadioItem value="year" label={`${t("yearly")} · ${t("yearly_note")}`} />
      </RadioGroup>
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {shop.plans.map((plan, place) => (
          <PlanCard
            key={plan.name}
            plan={plan}
            below={shop.plans[place - 1]}
            interval={interval}
            found={found}
            lifting={plan.name === lifting}
            onChoose={owner ? () => setWanted(plan) : null}
          />
        ))}
      </ul>
      {wanted === null ? null : runs(found) ? (
        <ChangeDialog
          plan={wanted}
          interval={interval}
          found={found}
          sold={shop.add_ons}
          onClose={close}
        />
      ) : (
        <StartDialog plan={wanted} interval={interval} shop={shop} onClose={close} />
      )}
    </div>
  );
}
