"use client";

import { isApiError } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues } from "@ecomm/ui/panel";
import { Notice } from "@ecomm/ui/states";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { openCheckout, type Plan, type Plans, type Wanted } from "@/api/billing";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { AddOnFields, type AddOns } from "./add-ons";
import { billingTexts } from "./texts";

/** Who pays nothing yet: what the plan will cost, and the way to the page where it is paid. */
export function StartDialog({
  plan,
  interval,
  shop,
  onClose,
}: {
  plan: Plan;
  interval: "month" | "year";
  /** Everything that is sold. */
  shop: Plans;
  onClose: () => void;
}) {
  const t = useTexts(billingTexts);
  const shell = useTexts(shellTexts);
  const { locale } = useLocale();
  const [addOns, setAddOns] = useState<AddOns>({});
  const [coupon, setCoupon] = useState("");
  const start = useMutation({
    mutationFn: () =>
      openCheckout({
        plan: plan.name as Wanted["plan"],
        interval,
        add_ons: addOns,
        coupon: coupon.trim() || null,
      }),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const refused = isApiError(start.error) && start.error.code === "coupon_refused";
  const price = interval === "year" && plan.year ? plan.year : plan.month;
  const extras = shop.add_ons.map(
    (one) => (addOns[one.name] ?? 0) * (interval === "year" ? one.year.amount : one.month.amount),
  );
  const total = extras.reduce((sum, one) => sum + one, price.amount);
  return (
    <Dialog open onOpenChange={(open) => open || onClose()}>
      <DialogContent
        title={t("start_title", { plan: plan.title })}
        description={t(shop.test ? "start_test" : "start_lead")}
      >
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            if (!start.isPending) start.mutate();
          }}
        >
          <DialogBody className="grid gap-4">
            <AddOnFields
              sold={shop.add_ons}
              interval={interval}
              value={addOns}
              onChange={setAddOns}
            />
            <Field
              label={t("coupon")}
              help={t("coupon_help")}
              error={refused ? troubleText(start.error, shell) : null}
              optional
            >
              <Input
                maxLength={40}
                autoComplete="off"
                spellCheck={false}
                className="uppercase"
                value={coupon}
                onChange={(event) => {
                  setCoupon(event.currentTarget.value);
                  if (refused) start.reset();
                }}
              />
            </Field>
            <KeyValues>
              <KeyValue label={t("start_total")} total>
                {t("each_price", {
                  amount: formatMoney({ amount: total, currency: price.currency }, locale),
                  each: t(`each_${interval}`),
                })}
              </KeyValue>
            </KeyValues>
            {start.error && !refused ? (
              <Notice tone="danger">{troubleText(start.error, shell)}</Notice>
            ) : null}
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>{t("back")}</Button>
            <Button type="submit" variant="primary" pending={start.isPending || start.isSuccess}>
              {t("start")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
