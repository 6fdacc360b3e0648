"use client";

import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Badge } from "@ecomm/ui/status";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { addAddress, type Customer, customerOrdersQuery, removeAddress } from "@/api/customers";
import type { Store } from "@/api/stores";
import { PaymentStatus } from "@/features/orders/status";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { formRefusal, loadError, troubleText } from "@/shell/trouble";
import { customersTexts } from "./texts";

interface Props {
  customer: Customer;
  store: Store;
}

/** What they bought, the latest first. */
export function OrdersPanel({ customer, store }: Props) {
  const t = useTexts(customersTexts);
  const shell = useTexts(shellTexts);
  const orders = useQuery(customerOrdersQuery(store.id, customer.id));
  const error = loadError(orders, shell);
  return (
    <Panel>
      <PanelHeader
        title={t("orders")}
        {...(customer.test_orders > 0
          ? { note: t("test_orders", { count: customer.test_orders }) }
          : {})}
      />
      <PanelBody>
        <KeyValues className="mb-4">
          <KeyValue label={t("spent")}>{formatMoney(customer.total_spent, t.locale)}</KeyValue>
          <KeyValue label={t("orders")}>{customer.orders_count}</KeyValue>
          <KeyValue label={t("last_order")}>
            {customer.last_order_at
              ? formatDate(customer.last_order_at, "day", t.locale, store.timezone)
              : t("never")}
          </KeyValue>
        </KeyValues>
        {error ? <LoadError error={error} /> : null}
        {orders.data?.items.length === 0 ? (
          <p className="text-13 text-subtle">{t("orders_none")}</p>
        ) : (
          <ul className="grid text-13">
            {orders.data?.items.map((order) => (
              <li key={order.id} className="flex items-center gap-3 border-t py-2">
                <Link
                  href={`/stores/${store.id}/orders/${order.id}`}
                  className="num rounded-xs font-medium hover:text-accent"
                >
                  {t("order", { number: order.number })}
                </Link>
                {order.test ? <Badge>{t("test")}</Badge> : null}
                <PaymentStatus status={order.payment_status} />
                <span className="num ms-auto text-subtle">
                  {formatDate(order.placed_at, "day", t.locale, store.timezone)}
                </span>
                <span className="num font-medium">{formatMoney(order.total, t.locale)}</span>
              </li>
            ))}
          </ul>
        )}
      </PanelBody>
    </Panel>
  );
}

/** The book, with what the merchant adds. */
export function AddressesPanel({
  customer,
  store,
  onChange,
}: Props & { onChange: () => Promise<void> }) {
  const t = useTexts(customersTexts);
  const shell = useTexts(shellTexts);
  const may = useMay();
  const [adding, setAdding] = useState(false);
  const remove = useMutation({
    mutationFn: (id: string) => removeAddress(store.id, customer.id, id),
    onSuccess: async () => {
      toast.success(t("address_removed"));
      await onChange();
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return (
    <Panel>
      <PanelHeader
        title={t("addresses")}
        end={
          may("customers") && !adding ? (
            <Button onClick={() => setAdding(true)}>{t("address_add")}</Button>
          ) : null
        }
      />
      <PanelBody className="grid gap-3">
        {customer.addresses.length === 0 && !adding ? (
          <p className="text-13 text-subtle">{t("addresses_none")}</p>
        ) : null}
        {customer.addresses.map((address) => (
          <div key={address.id} className="flex items-start gap-3 text-13">
            <address className="not-italic">
              <span className="font-medium">{address.name}</span>
              <br />
              {[address.line1, address.line2].filter(Boolean).join(", ")}
              <br />
              {address.postal_code} {address.city}
              {address.state ? `, ${address.state}` : ""}, {address.country}
            </address>
            <span className="ms-auto flex items-center gap-2">
              {address.default_shipping ? <Badge>{t("default_shipping")}</Badge> : null}
              {address.default_billing ? <Badge>{t("default_billing")}</Badge> : null}
              {may("customers") ? (
                <Button
                  aria-label={t("address_remove", { name: address.name })}
                  disabled={remove.isPending}
                  onClick={() => remove.mutate(address.id)}
                >
                  <X aria-hidden />
                </Button>
              ) : null}
            </span>
          </div>
        ))}
        {adding ? (
          <AddressForm
            customer={customer}
            store={store}
            onClose={() => setAdding(false)}
            onSaved={onChange}
          />
        ) : null}
      </PanelBody>
    </Panel>
  );
}

function AddressForm({
  customer,
  store,
  onClose,
  onSaved,
}: Props & { onClose: () => void; onSaved: () => Promise<void> }) {
  const t = useTexts(customersTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const needed = z.string().trim().min(1, t("missing"));
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: needed.max(120),
      line1: needed.max(200),
      postal_code: needed.max(20),
      city: needed.max(120),
      country: z
        .string()
        .trim()
        .regex(/^[A-Z]{2}$/, t("country_invalid")),
    }),
    values: {
      name: customer.name,
      line1: "",
      postal_code: "",
      city: "",
      country: customer.country ?? store.country,
    },
    submit: async (values) => {
      await addAddress(store.id, customer.id, {
        ...values,
        default_shipping: false,
        default_billing: false,
      });
      await onSaved();
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, formState } = form;
  const { errors, isSubmitting } = formState;
  return (
    <form noValidate onSubmit={onSubmit} className="grid gap-3 border-t pt-3">
      <FormProblem>{problem}</FormProblem>
      <Field label={t("name")} error={errors.name?.message}>
        <Input maxLength={120} {...register("name")} />
      </Field>
      <Field label={t("line1")} error={errors.line1?.message}>
        <Input maxLength={200} {...register("line1")} />
      </Field>
      <Field label={t("postal_code")} error={errors.postal_code?.message}>
        <Input maxLength={20} {...register("postal_code")} />
      </Field>
      <Field label={t("city")} error={errors.city?.message}>
        <Input maxLength={120} {...register("city")} />
      </Field>
      <Field label={t("country")} error={errors.country?.message}>
        <Input maxLength={2} autoCapitalize="characters" {...register("country")} />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary" pending={isSubmitting}>
          {t("save")}
        </Button>
        <Button onClick={onClose}>{ui("cancel")}</Button>
      </div>
    </form>
  );
}

/** What the team remembers. */
export function NotePanel({ customer }: { customer: Customer }) {
  const t = useTexts(customersTexts);
  return (
    <Panel>
      <PanelHeader title={t("note")} note={t("note_help")} />
      <PanelBody>
        <p className="whitespace-pre-wrap text-13 [overflow-wrap:anywhere]">
          {customer.note || <span className="text-subtle">{t("note_none")}</span>}
        </p>
      </PanelBody>
    </Panel>
  );
}

/** How to reach them, and what they are called. */
export function ContactPanel({ customer, store }: Props) {
  const t = useTexts(customersTexts);
  return (
    <Panel>
      <PanelHeader title={t("contact")} />
      <PanelBody className="grid gap-4 text-13">
        <p className="grid gap-1 [overflow-wrap:anywhere]">
          <a className="rounded-xs hover:text-accent" href={`mailto:${customer.email}`}>
            {customer.email}
          </a>
          {customer.phone ? <span className="num">{customer.phone}</span> : null}
        </p>
        <div>
          <p className="mb-1 text-12 text-subtle">{t("tags")}</p>
          <p className="flex flex-wrap gap-1.5">
            {customer.tags.length === 0 ? (
              <span className="text-subtle">{t("tags_none")}</span>
            ) : (
              customer.tags.map((tag) => (
                <Link
                  key={tag}
                  className="rounded-xs"
                  href={`/stores/${store.id}/customers?tag=${encodeURIComponent(tag)}`}
                >
                  <Badge>{tag}</Badge>
                </Link>
              ))
            )}
          </p>
        </div>
        <div>
          <p className="mb-1 text-12 text-subtle">{t("segments")}</p>
          <p className="flex flex-wrap gap-1.5">
            {customer.segments.length === 0 ? (
              <span className="text-subtle">{t("segments_none")}</span>
            ) : (
              customer.segments.map(({ id, name }) => (
                <Link
                  key={id}
                  className="rounded-xs"
                  href={`/stores/${store.id}/customers?segment=${id}`}
                >
                  <Badge>{name}</Badge>
                </Link>
              ))
            )}
          </p>
        </div>
        <p className="text-subtle">{t("wishlist", { count: customer.wishlist })}</p>
      </PanelBody>
    </Panel>
  );
}

/** What they agreed to, when and where. */
export function ConsentPanel({ customer, store }: Props) {
  const t = useTexts(customersTexts);
  return (
    <Panel>
      <PanelHeader title={t("consent")} />
      <PanelBody className="grid gap-2 text-13">
        <p className="font-medium">{customer.marketing ? t("consent_yes") : t("consent_no")}</p>
        {customer.consents.length > 0 ? (
          <ul className="grid gap-1 text-12 text-subtle">
            {customer.consents.map((consent) => {
              const key = `source_${consent.source}`;
              const facts = {
                when: formatDate(consent.at, "full", t.locale, store.timezone),
                source: t.has(key) ? t(key as "source_account") : consent.source,
              };
              return (
                <li key={consent.at}>
                  {consent.granted ? t("consent_given", facts) : t("consent_taken", facts)}
                </li>
              );
            })}
          </ul>
        ) : null}
      </PanelBody>
    </Panel>
  );
}
