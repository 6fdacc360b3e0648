"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Textarea } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type DisputeReason, disputePurchase, type Ground } from "@/api/elsewhere";
import { type Purchase, purchasesKey } from "@/api/purchases";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { elsewhereTexts } from "./elsewhere-texts";

const REASONS = [
  "damaged",
  "wrong_item",
  "not_received",
  "not_as_described",
  "quality",
  "other",
] as const satisfies readonly DisputeReason[];
const MOST = 1000;

/** Asks the supplier for what was given back to the customer. */
export function DisputeDialog({
  purchase,
  grounds,
  onAsked,
  onClose,
}: {
  purchase: Purchase;
  grounds: readonly Ground[];
  onAsked: () => void;
  onClose: () => void;
}) {
  const t = useTexts(elsewhereTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const [place, setPlace] = useState("0");
  const [reason, setReason] = useState<DisputeReason>("damaged");
  const [message, setMessage] = useState("");
  const [tried, setTried] = useState(false);
  const ground = grounds[Number(place)];
  const supplier = purchase.supplier_name;
  const amount = formatMoney(
    {
      amount: (ground?.lines ?? []).reduce((sum, line) => sum + line.amount, 0),
      currency: purchase.currency,
    },
    t.locale,
  );
  const missing = message.trim() === "";
  const act = useMutation({
    mutationFn: (about: Ground) =>
      disputePurchase(store.id, purchase.id, {
        ...(about.refund_id ? { refund_id: about.refund_id } : { return_id: about.return_id }),
        reason,
        message: message.trim(),
      }),
    onSuccess: async () => {
      toast.success(t("dispute_done", { supplier }));
      onAsked();
      onClose();
      await client.invalidateQueries({ queryKey: purchasesKey(store.id) });
    },
  });
  const named = (one: Ground) =>
    t(one.refund_id ? "ground_refund" : "ground_return", {
      when: formatDate(one.at, "full", t.locale, store.timezone),
    });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t("dispute_title", { supplier })}
        description={t("dispute_body", { supplier, amount })}
      >
        <DialogBody className="grid gap-4">
          <FormProblem>{act.error ? troubleText(act.error, shell) : null}</FormProblem>
          <Field label={t("dispute_ground")}>
            <Select
              value={place}
              onValueChange={setPlace}
              options={grounds.map((one, number) => ({
                value: String(number),
                label: named(one),
              }))}
            />
          </Field>
          <ul className="text-13 text-muted">
            {ground?.lines.map((line) => (
              <li key={line.line_id} className="wrap-anywhere">
                {t("dispute_units", { count: line.units, title: line.title })}
              </li>
            ))}
          </ul>
          <Field label={t("dispute_reason")}>
            <Select
              value={reason}
              onValueChange={(value) => setReason(value as DisputeReason)}
              options={REASONS.map((value) => ({ value, label: t(`reason_${value}`) }))}
            />
          </Field>
          <Field
            label={t("dispute_message")}
            error={tried && missing ? t("dispute_missing") : undefined}
          >
            <Textarea
              rows={4}
              maxLength={MOST}
              value={message}
              onChange={(event) => setMessage(event.target.value)}
            />
          </Field>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("cancel")}</Button>
          </DialogClose>
          <Button
            variant="primary"
            pending={act.isPending}
            onClick={() => {
              setTried(true);
              if (!missing && ground) act.mutate(ground);
            }}
          >
            {t("dispute_confirm")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
