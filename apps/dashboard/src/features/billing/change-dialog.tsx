"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { meQuery } from "@/api/account";
import {
  type AddOn,
  changePlan,
  invoicesKey,
  type Plan,
  previewPlan,
  type Subscription,
  subscriptionQuery,
  type Wanted,
} from "@/api/billing";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { AddOnFields, type AddOns } from "./add-ons";
import { Cost } from "./cost";
import { billingTexts } from "./texts";

const counted = (addOns: Record<string, number | undefined>) =>
  JSON.stringify(Object.entries(addOns).sort(([one], [other]) => (one < other ? -1 : 1)));

/** What a change costs, to the cent, before it is made. */
export function ChangeDialog({
  plan,
  interval,
  found,
  sold,
  onClose,
}: {
  plan: Plan;
  interval: "month" | "year";
  /** What runs now. */
  found: Subscription;
  sold: readonly AddOn[];
  onClose: () => void;
}) {
  const t = useTexts(billingTexts);
  const shell = useTexts(shellTexts);
  const { locale } = useLocale();
  const client = useQueryClient();
  const [addOns, setAddOns] = useState<AddOns>(found.add_ons);
  const wanted: Wanted = { plan: plan.name as Wanted["plan"], interval, add_ons: addOns };
  const samePlan = found.plan === plan.name && found.interval === interval;
  const same = samePlan && counted(found.add_ons) === counted(addOns);
  const preview = useQuery({
    queryKey: ["billing", "preview", wanted],
    queryFn: () => previewPlan(wanted),
    enabled: !same,
    placeholderData: keepPreviousData,
    // Amounts are of a moment: they are worked out anew whenever they are looked at.
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const change = useMutation({
    mutationFn: (at: string) => changePlan({ ...wanted, at }),
    onSuccess: async (next) => {
      client.setQueryData(subscriptionQuery.queryKey, next);
      toast.success(t("changed", { plan: next.title }));
      onClose();
      await Promise.all([
        client.invalidateQueries({ queryKey: invoicesKey }),
        client.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]);
    },
    onError: () => preview.refetch(),
  });
  const error = loadError(preview, shell);
  const shown = same ? undefined : preview.data;
  const ready = shown !== undefined && !preview.isFetching && !preview.isPlaceholderData;
  return (
    <Dialog open onOpenChange={(open) => open || onClose()}>
      <DialogContent
        title={samePlan ? t("confirm_same") : t("confirm_title", { plan: plan.title })}
        description={t("confirm_lead")}
      >
        <DialogBody className="grid gap-4">
          <AddOnFields sold={sold} interval={interval} value={addOns} onChange={setAddOns} />
          <div aria-live="polite" className="grid gap-4">
            {same ? (
              <p className="text-13 text-muted">{t("no_change")}</p>
            ) : error ? (
              <LoadError error={error} />
            ) : shown === undefined ? (
              <div aria-busy="true">
                <p className="sr-only">{t("counting")}</p>
                <Skeleton className="h-24 w-full" />
              </div>
            ) : (
              <Cost cost={shown} plan={plan} interval={interval} />
            )}
          </div>
          {change.error ? <Notice tone="danger">{troubleText(change.error, shell)}</Notice> : null}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>{t("back")}</Button>
          <Button
            variant="primary"
            disabled={!ready}
            pending={change.isPending}
            onClick={() => ready && change.mutate(shown.at)}
          >
            {shown && shown.due_now.amount > 0
              ? t("confirm", { amount: formatMoney(shown.due_now, locale) })
              : t("confirm_free")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
