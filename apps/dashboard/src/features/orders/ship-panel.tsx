"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { Field, FieldError } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Thumb } from "@ecomm/ui/thumb";
import { toast } from "@ecomm/ui/toast";
import { Minus, Plus, X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { z } from "zod";
import { type Order, type OrderItem, shipOrder } from "@/api/orders";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { variantDetail } from "@/shell/variant-detail";
import { ordersTexts } from "./texts";

const CARRIERS = [
  "An Post",
  "DHL",
  "DPD",
  "Evri",
  "FedEx",
  "GLS",
  "PostNL",
  "Royal Mail",
  "UPS",
  "USPS",
];

/** Units in parcels that are packed and have not left. */
const packedOf = (order: Order, item: OrderItem) =>
  order.fulfillments
    .filter((parcel) => ["pending", "submitted", "failed"].includes(parcel.status))
    .flatMap((parcel) => parcel.items)
    .filter((entry) => entry.item_id === item.id)
    .reduce((sum, entry) => sum + entry.quantity, 0);

/** Opens in place under the items: what goes into the parcel, who carries it, what happens. */
export function ShipPanel({
  order,
  storeId,
  onClose,
  onDone,
}: {
  order: Order;
  storeId: string;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const t = useTexts(ordersTexts);
  const shell = useTexts(shellTexts);
  const openOf = (item: OrderItem) =>
    item.quantity - item.fulfilled_quantity - item.cancelled_quantity - packedOf(order, item);
  const items = order.items.filter((item) => openOf(item) > 0);
  const [counts, setCounts] = useState<Record<string, number>>({});
  const [tried, setTried] = useState(false);
  const key = useRef(crypto.randomUUID());
  const carriers = useId();
  const panel = useRef<HTMLElement>(null);
  const countOf = (item: OrderItem) => counts[item.id] ?? openOf(item);
  const all = items.reduce((sum, item) => sum + openOf(item), 0);
  const chosen = items.reduce((sum, item) => sum + countOf(item), 0);

  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      carrier: z.string().trim().min(1, t("ship_carrier_missing")).max(80),
      tracking_number: z.string().trim().min(1, t("ship_number_missing")).max(120),
      tracking_url: z
        .string()
        .trim()
        .max(500)
        .refine((value) => value === "" || /^https?:\/\/\S+$/.test(value), t("ship_url_invalid")),
    }),
    values: { carrier: "", tracking_number: "", tracking_url: "" },
    submit: async (values) => {
      setTried(true);
      if (chosen === 0) return;
      const parcel = items
        .map((item) => ({ item_id: item.id, quantity: countOf(item) }))
        .filter((entry) => entry.quantity > 0);
      const body = {
        ...values,
        tracking_url: values.tracking_url || null,
        items: parcel,
        status: "shipped" as const,
      };
      await shipOrder(storeId, order.id, body, key.current);
      key.current = crypto.randomUUID();
      toast.success(t("ship_done"));
      await onDone();
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, formState } = form;
  const { errors, isSubmitting } = formState;

  useEffect(() => {
    panel.current?.scrollIntoView({ block: "nearest" });
  }, []);

  return (
    <Panel
      ref={panel}
      aria-label={t("ship_title")}
      className="scroll-m-4 shadow-[0_0_0_3px_var(--accent-soft)] inset-ring-accent"
    >
      <PanelHeader
        title={t("ship_title")}
        note={<span className="num">{t("ship_note", { count: all })}</span>}
        end={
          <IconButton label={t("close")} size="icon-sm" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        }
      />
      <form noValidate onSubmit={onSubmit} className="grid md:grid-cols-[minmax(0,1fr)_272px]">
        <div className="grid content-start gap-4 px-4 pt-1 pb-4">
          <FormProblem>{problem}</FormProblem>
          <ul className="grid gap-3">
            {items.map((item) => (
              <li key={item.id} className="flex flex-wrap items-center gap-3 text-13">
                <Thumb picture={item.image} />
                <span className="grid min-w-0 flex-1 basis-40">
                  <span className="truncate font-medium">{item.title}</span>
                  <span className="truncate text-12 text-subtle">{variantDetail(item)}</span>
                </span>
                <Stepper
                  name={item.title}
                  value={countOf(item)}
                  max={openOf(item)}
                  onChange={(value) => setCounts((old) => ({ ...old, [item.id]: value }))}
                />
              </li>
            ))}
          </ul>
          {tried && chosen === 0 ? <FieldError role="alert">{t("ship_none")}</FieldError> : null}
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("ship_carrier")} error={errors.carrier?.message}>
              <Input list={carriers} maxLength={80} autoFocus {...register("carrier")} />
            </Field>
            <Field label={t("ship_number")} error={errors.tracking_number?.message}>
              <Input
                maxLength={120}
                autoComplete="off"
                spellCheck={false}
                {...register("tracking_number")}
              />
            </Field>
          </div>
          <datalist id={carriers}>
            {CARRIERS.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <Field
            label={t("ship_url")}
            optional
            help={t("ship_url_help")}
            error={errors.tracking_url?.message}
          >
            <Input
              type="url"
              maxLength={500}
              placeholder="https://"
              {...register("tracking_url")}
            />
          </Field>
        </div>
        <div className="m-px flex flex-col gap-3 border-t px-4 pt-4 pb-4 text-13 md:border-s md:border-t-0 md:pt-1">
          <p className="num font-medium">{t("ship_summary", { count: chosen })}</p>
          <p className="num text-muted">{t("ship_left", { count: all - chosen })}</p>
          <p className="rounded-md bg-sunken p-3 break-words text-muted">
            {t("ship_mail", { email: order.email })}
          </p>
          <Button
            type="submit"
            variant="primary"
            className="mt-auto h-11 md:h-9"
            pending={isSubmitting}
          >
            {t("ship_do", { count: chosen })}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Stepper({
  name,
  value,
  max,
  onChange,
}: {
  name: string;
  value: number;
  max: number;
  onChange: (value: number) => void;
}) {
  const t = useTexts(ordersTexts);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a legend's looks; this is a row
    <span
      role="group"
      aria-label={t("ship_quantity", { name })}
      className="flex items-center gap-2"
    >
      <IconButton
        label={t("ship_less", { name })}
        variant="default"
        size="icon-sm"
        disabled={value <= 0}
        onClick={() => onChange(value - 1)}
      >
        <Minus aria-hidden />
      </IconButton>
      <span aria-live="polite" className="num min-w-5 text-center font-medium">
        {value}
      </span>
      <IconButton
        label={t("ship_more", { name })}
        variant="default"
        size="icon-sm"
        disabled={value >= max}
        onClick={() => onChange(value + 1)}
      >
        <Plus aria-hidden />
      </IconButton>
      <span className="num text-12 text-subtle">{t("ship_of", { count: max })}</span>
    </span>
  );
}
