"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Textarea } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Select } from "@ecomm/ui/select";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { cancelOrder, type Order } from "@/api/orders";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { ordersTexts } from "./texts";

const REASONS = ["customer", "stock", "fraud", "mistake", "other"] as const;
type Reason = (typeof REASONS)[number];

/** Asks before an order is cancelled: by its number, with what will happen. */
export function CancelDialog({
  order,
  storeId,
  open,
  onOpenChange,
  onDone,
}: {
  order: Order;
  storeId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDone: (order: Order) => Promise<void>;
}) {
  const t = useTexts(ordersTexts);
  const shell = useTexts(shellTexts);
  const [reason, setReason] = useState<Reason>("customer");
  const [note, setNote] = useState("");
  const [restock, setRestock] = useState(true);
  const key = useRef(crypto.randomUUID());
  const { number } = order;
  const cancel = useMutation({
    mutationFn: () =>
      cancelOrder(storeId, order.id, { reason, note: note.trim() || null, restock }, key.current),
    onSuccess: async (cancelled) => {
      key.current = crypto.randomUUID();
      toast.success(t("cancel_done", { number }));
      onOpenChange(false);
      await onDone(cancelled);
    },
  });
  const paid = order.payments.reduce((sum, p) => sum + p.captured.amount - p.refunded.amount, 0);
  const total = formatMoney({ amount: paid, currency: order.totals.total.currency }, t.locale);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        cancel.reset();
        onOpenChange(next);
      }}
      title={t("cancel_title", { number })}
      description={
        paid > 0 ? t("cancel_body_paid", { total, email: order.email }) : t("cancel_body")
      }
      action={t("cancel_do", { number })}
      keep={t("cancel_keep")}
      pending={cancel.isPending}
      error={cancel.error ? troubleText(cancel.error, shell) : null}
      onConfirm={() => cancel.mutate()}
    >
      <Field label={t("cancel_reason")}>
        <Select
          value={reason}
          onValueChange={(value) => setReason(value as Reason)}
          options={REASONS.map((value) => ({ value, label: t(`reason_${value}`) }))}
        />
      </Field>
      <Field label={t("cancel_note")} optional help={t("cancel_note_help")}>
        <Textarea
          rows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      <CheckboxField
        label={t("cancel_restock")}
        checked={restock}
        onCheckedChange={(value) => setRestock(value === true)}
      />
    </ConfirmDialog>
  );
}
