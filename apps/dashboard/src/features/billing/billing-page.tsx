"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { meQuery } from "@/api/account";
import { invoicesKey, plansQuery, subscriptionQuery } from "@/api/billing";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { CurrentPlan } from "./current-plan";
import { Invoices } from "./invoices";
import { StandingNote } from "./standing-note";
import { billingTexts } from "./texts";
import { UseBars } from "./use-bars";

/** The provider's word comes by itself, within moments. */
const ASK_AGAIN_MS = 1_500;

/** What the business pays for, what is in use of it, and its bills. */
export function BillingPage() {
  const t = useTexts(billingTexts);
  const shell = useTexts(shellTexts);
  const may = useMay();
  const paid = useSearchParams().get("paid");
  const current = useQuery({
    ...subscriptionQuery,
    refetchInterval: ({ state }) =>
      paid !== null && state.data !== undefined && state.data.plan !== paid ? ASK_AGAIN_MS : false,
  });
  const plans = useQuery(plansQuery);
  const client = useQueryClient();
  const arrived = paid !== null && current.data?.plan === paid;
  useEffect(() => {
    if (!arrived) return;
    client.invalidateQueries({ queryKey: meQuery.queryKey });
    client.invalidateQueries({ queryKey: invoicesKey });
  }, [arrived, client]);
  const error = loadError(current, shell) ?? loadError(plans, shell);
  const found = current.data;
  const calm = found?.state === "active" || found?.state === null;
  return (
    <Page form className="flex-1">
      <PageHeader
        title={t("title")}
        sub={t("lead")}
        actions={
          found?.open ? (
            <Button asChild variant={calm ? "default" : "primary"}>
              <Link href="/billing/plans">{t("compare")}</Link>
            </Button>
          ) : null
        }
      />
      {error ? (
        <LoadError error={error} />
      ) : found === undefined || plans.data === undefined ? (
        <div className="grid gap-4" aria-busy="true">
          <Skeleton className="h-40 w-full" />
          <Skeleton className="h-24 w-full" />
        </div>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {paid === null ? null : (
            <Notice tone={arrived ? "success" : "info"}>
              {arrived ? t("paid_done", { plan: found.title }) : t("paid_waiting")}
            </Notice>
          )}
          <StandingNote found={found} />
          <CurrentPlan found={found} shop={plans.data} />
          <UseBars usage={found.usage} plans={plans.data.plans} />
          {may("bills") ? <Invoices none={found.plan === "self_hosted"} /> : null}
        </div>
      )}
    </Page>
  );
}
