"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { MoneyInput } from "@ecomm/ui/money-input";
import { KeyValue, KeyValues } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { makeRefund, type RefundWish, refundPreviewQuery } from "@/api/after-sale";
import type { Order } from "@/api/orders";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { afterTexts } from "./after-texts";

const REASONS = ["customer", "damaged", "lost", "stock", "fraud", "other"] as const;
type Reason = (typeof REASONS)[number];

/** Gives money back: lines with restock, delivery, a free amount; the sum is the server's own. */
export function RefundDialog({
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
  onDone: () => Promise<void>;
}) {
  const t = useTexts(afterTexts);
  const shell = useTexts(shellTexts);
  const { currency } = order.totals.total;
  const [counts, setCounts] = useState<Record<string, number>>({});
  const [kept, setKept] = useState<Record<string, boolean>>({});
  const [shipping, setShipping] = useState<number | null>(null);
  const [extra, setExtra] = useState<number | null>(null);
  const [fee, setFee] = useState<number | null>(null);
  const [reason, setReason] = useState<Reason>("customer");
  const [note, setNote] = useState("");
  const key = useRef(crypto.randomUUID());

  const adjustment = (extra || 0) - (fee || 0);
  const amount = (found: number | null) => (found ? { amount: found, currency } : null);
  const wish: RefundWish = {
    lines: order.items
      .filter((item) => (counts[item.id] ?? 0) > 0)
      .map((item) => ({
        item_id: item.id,
        quantity: counts[item.id] ?? 0,
        restock: !kept[item.id],
        shipped_only: false,
      })),
    shipping: amount(shipping),
    adjustment: amount(adjustment),
    reason,
    note: note.trim() || null,
  };
  const chosen = wish.lines?.length || wish.shipping || wish.adjustment;
  const seen = useQuery(refundPreviewQuery(storeId, order.id, wish, open && Boolean(chosen)));
  const sums = chosen && !seen.error ? seen.data : undefined;
  const refund = useMutation({
    mutationFn: () => makeRefund(storeId, order.id, wish, key.current),
    onSuccess: async (made) => {
      key.current = crypto.randomUUID();
      setCounts({});
      setShipping(null);
      setExtra(null);
      setFee(null);
      setNote("");
      toast.success(t("refund_done", { amount: formatMoney(made.amount, t.locale) }));
      onOpenChange(false);
      await onDone();
    },
  });
  const trouble = refund.error ?? (chosen ? seen.error : null);
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        refund.reset();
        onOpenChange(next);
      }}
      danger={false}
      title={t("refund_title", { number: order.number })}
      description={t("refund_body", { email: order.email })}
      action={
        sums ? t("refund_do", { amount: formatMoney(sums.amount, t.locale) }) : t("refund_nothing")
      }
      keep={t("refund_keep")}
      pending={refund.isPending}
      error={trouble ? troubleText(trouble, shell) : null}
      onConfirm={() => {
        if (sums) refund.mutate();
      }}
    >
      <ul className="grid gap-3">
        {order.items.map((item) => {
          const most = item.quantity - item.refunded_quantity;
          if (most <= 0) return null;
          const count = counts[item.id] ?? 0;
          return (
            <li key={item.id} className="grid gap-1.5">
              <span className="flex items-center gap-3 text-13">
                <span className="min-w-0 flex-1 truncate font-medium">{item.title}</span>
                <Input
                  type="number"
                  inputMode="numeric"
                  min={0}
                  max={most}
                  className="num w-20"
                  aria-label={t("refund_quantity", { name: item.title })}
                  value={count}
                  onChange={(event) => {
                    const typed = Number.parseInt(event.target.value, 10);
                    const next = Number.isNaN(typed) ? 0 : Math.min(Math.max(typed, 0), most);
                    setCounts((old) => ({ ...old, [item.id]: next }));
                  }}
                />
                <span className="num text-12 text-subtle">{t("refund_of", { count: most })}</span>
              </span>
              {count > 0 ? (
                <CheckboxField
                  label={t("refund_restock", { name: item.title })}
                  checked={!kept[item.id]}
                  onCheckedChange={(value) =>
                    setKept((old) => ({ ...old, [item.id]: value !== true }))
                  }
                />
              ) : null}
            </li>
          );
        })}
      </ul>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={t("refund_shipping")}
          optional
          help={
            seen.data
              ? t("refund_shipping_help", {
                  amount: formatMoney(seen.data.shipping_remaining, t.locale),
                })
              : undefined
          }
        >
          <MoneyInput currency={currency} value={shipping} onValueChange={setShipping} />
        </Field>
        <Field label={t("refund_extra")} optional>
          <MoneyInput currency={currency} value={extra} onValueChange={setExtra} />
        </Field>
        <Field label={t("refund_fee")} optional>
          <MoneyInput currency={currency} value={fee} onValueChange={setFee} />
        </Field>
      </div>
      <Field label={t("refund_reason")}>
        <Select
          value={reason}
          onValueChange={(value) => setReason(value as Reason)}
          options={REASONS.map((value) => ({ value, label: t(`reason_${value}`) }))}
        />
      </Field>
      <Field label={t("refund_note")} optional help={t("refund_note_help")}>
        <Textarea
          rows={2}
          maxLength={1000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
      <div aria-live="polite" className="text-13">
        {sums ? (
          <KeyValues>
            {sums.tenders.map((part) => (
              <KeyValue
                key={`${part.kind}${part.label}`}
                label={t("refund_to", { name: t(`tender_${part.kind}`) })}
              >
                {formatMoney(part.amount, t.locale)}
              </KeyValue>
            ))}
            <KeyValue label={t("refund_tax")}>{formatMoney(sums.tax, t.locale)}</KeyValue>
            <KeyValue label={t("refund_left")}>{formatMoney(sums.remaining, t.locale)}</KeyValue>
            <KeyValue label={t("refund_sum")} total>
              {formatMoney(sums.amount, t.locale)}
            </KeyValue>
          </KeyValues>
        ) : null}
      </div>
    </ConfirmDialog>
  );
}
