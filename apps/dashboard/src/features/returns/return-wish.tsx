"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Select } from "@ecomm/ui/select";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useId, useRef, useState } from "react";
import { createReturn, exchangesQuery, type ItemChoices } from "@/api/after-sale";
import type { Order } from "@/api/orders";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { returnTexts } from "./texts";

const REASONS = [
  "changed_mind",
  "too_small",
  "too_large",
  "not_as_described",
  "damaged",
  "wrong_item",
  "other",
] as const;
type Reason = (typeof REASONS)[number];
const MONEY = "money";

/** Begins a return or an exchange for a customer who asked in person. */
export function ReturnWish({
  order,
  storeId,
  open,
  onOpenChange,
}: {
  order: Order;
  storeId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const t = useTexts(returnTexts);
  const shell = useTexts(shellTexts);
  const router = useRouter();
  const [counts, setCounts] = useState<Record<string, number>>({});
  const [wanted, setWanted] = useState<Record<string, string>>({});
  const [reason, setReason] = useState<Reason>("changed_mind");
  const [message, setMessage] = useState("");
  const [waive, setWaive] = useState(false);
  const key = useRef(crypto.randomUUID());
  const offered = useQuery(exchangesQuery(storeId, order.id, open));
  const items = order.items.filter(
    (item) => item.fulfilled_quantity > item.returned_quantity && item.replaces_item_id === null,
  );
  const choicesOf = (id: string) =>
    offered.data?.find((entry) => entry.item_id === id)?.choices ?? [];
  const lines = items
    .filter((item) => (counts[item.id] ?? 0) > 0)
    .map((item) => ({
      item_id: item.id,
      quantity: counts[item.id] ?? 0,
      reason,
      exchange_variant_id: wanted[item.id] ?? null,
    }));
  const dearer = lines.some((line) =>
    choicesOf(line.item_id).some(
      (choice) => choice.variant_id === line.exchange_variant_id && choice.difference.amount > 0,
    ),
  );
  const begin = useMutation({
    mutationFn: () =>
      createReturn(
        storeId,
        order.id,
        {
          lines,
          message: message.trim() || null,
          waive_difference: dearer && waive,
          pay_difference: dearer && !waive,
        },
        key.current,
      ),
    onSuccess: (made) => {
      toast.success(t("begun", { name: made.name }));
      router.push(`/stores/${storeId}/returns/${made.id}`);
    },
    onError: () => {
      key.current = crypto.randomUUID();
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        begin.reset();
        onOpenChange(next);
      }}
      danger={false}
      title={t("wish_title", { number: order.number })}
      description={t("wish_body", { email: order.email })}
      action={t("wish_do")}
      keep={t("wish_keep")}
      pending={begin.isPending}
      error={begin.error ? troubleText(begin.error, shell) : null}
      onConfirm={() => {
        if (lines.length > 0) begin.mutate();
      }}
    >
      <ul className="grid gap-3">
        {items.map((item) => (
          <Item
            key={item.id}
            item={item}
            count={counts[item.id] ?? 0}
            onCount={(count) => setCounts((old) => ({ ...old, [item.id]: count }))}
            choices={choicesOf(item.id)}
            wanted={wanted[item.id] ?? MONEY}
            onWanted={(variant) =>
              setWanted(({ [item.id]: _old, ...rest }) =>
                variant === MONEY ? rest : { ...rest, [item.id]: variant },
              )
            }
          />
        ))}
      </ul>
      <Field label={t("why")}>
        <Select
          aria-label={t("why")}
          value={reason}
          onValueChange={(value) => setReason(value as Reason)}
          options={REASONS.map((value) => ({ value, label: t(`why_${value}`) }))}
        />
      </Field>
      <Field label={t("message")} optional>
        <Textarea
          rows={2}
          maxLength={2000}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
      </Field>
      {dearer ? (
        <CheckboxField
          label={t("waive")}
          help={t("waive_help")}
          checked={waive}
          onCheckedChange={(value) => setWaive(value === true)}
        />
      ) : null}
    </ConfirmDialog>
  );
}

function Item({
  item,
  count,
  onCount,
  choices,
  wanted,
  onWanted,
}: {
  item: Order["items"][number];
  count: number;
  onCount: (count: number) => void;
  choices: ItemChoices["choices"];
  wanted: string;
  onWanted: (variant: string) => void;
}) {
  const t = useTexts(returnTexts);
  const id = useId();
  const most = item.fulfilled_quantity - item.returned_quantity;
  const name = `${item.title} ${item.variant_title}`.trim();
  return (
    <li className="grid gap-2">
      <label htmlFor={id} className="flex items-center justify-between gap-3 text-13">
        <span className="min-w-0 break-words">{t("units_of", { name, count: most })}</span>
        <Input
          id={id}
          type="number"
          inputMode="numeric"
          min={0}
          max={most}
          className="num w-20"
          value={count}
          onChange={(event) => {
            const typed = Number.parseInt(event.target.value, 10);
            onCount(Number.isNaN(typed) ? 0 : Math.min(Math.max(typed, 0), most));
          }}
        />
      </label>
      {count > 0 && choices.length > 0 ? (
        <Select
          aria-label={t("gets_for", { name })}
          value={wanted}
          onValueChange={onWanted}
          options={[
            { value: MONEY, label: t("gets_money") },
            ...choices.map((choice) => ({
              value: choice.variant_id,
              label: t(choice.difference.amount === 0 ? "gets" : "gets_difference", {
                name: choice.title,
                amount: formatMoney(choice.difference, t.locale),
              }),
              disabled: choice.available !== null && choice.available < count,
            })),
          ]}
        />
      ) : null}
    </li>
  );
}
