"use client";

import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { useQuery } from "@tanstack/react-query";
import { customersQuery } from "@/api/customers";
import type { Draft } from "@/api/drafts";
import { countryOptions } from "@/features/stores/choices";
import { type Address, type Form, NEEDED, type Wrong } from "./form";
import { draftsTexts } from "./texts";

const LINES = ["name", "line1", "line2", "postal_code", "city", "state", "phone"] as const;
const MOST = {
  name: 120,
  line1: 200,
  line2: 200,
  postal_code: 20,
  city: 120,
  state: 120,
  phone: 40,
};

interface Props {
  draft: Draft;
  storeId: string;
  form: Form;
  wrong: Wrong;
  locked: boolean;
  onChange: (change: Partial<Form>) => void;
}

/** Whom it is for, and where it goes. */
export function CustomerPanel({ draft, storeId, form, wrong, locked, onChange }: Props) {
  const t = useTexts(draftsTexts);
  const customers = useQuery(customersQuery(storeId, { per_page: 100 }));
  const known = customers.data?.items ?? [];
  const address = (change: Partial<Address>) =>
    onChange({ address: { ...form.address, ...change } });
  const needed = (name: string) => (NEEDED as readonly string[]).includes(name);
  return (
    <Panel>
      <PanelHeader title={t("customer")} />
      <PanelBody>
        <fieldset disabled={locked} className="grid gap-3">
          {known.length > 0 ? (
            <Field label={t("customer_known")}>
              <Combobox
                disabled={locked}
                value={form.customer_id ?? ""}
                placeholder={t("customer_search")}
                options={[
                  { value: "", label: t("customer_none") },
                  ...known.map(({ id, name, email }) => ({
                    value: id,
                    label: name,
                    note: email,
                    keywords: [email],
                  })),
                ]}
                onValueChange={(id) => {
                  const chosen = known.find((customer) => customer.id === id);
                  onChange({
                    customer_id: chosen?.id ?? null,
                    ...(chosen
                      ? {
                          email: chosen.email,
                          address: { ...form.address, name: form.address.name || chosen.name },
                        }
                      : {}),
                  });
                }}
              />
            </Field>
          ) : null}
          <Field label={t("email")} error={wrong.email ? t("email_wrong") : undefined}>
            <Input
              type="email"
              maxLength={254}
              value={form.email}
              onChange={(event) => onChange({ email: event.target.value })}
            />
          </Field>
          <h3 className="mt-1 text-13 font-medium">{t("address")}</h3>
          <div className="grid gap-3 sm:grid-cols-2">
            {LINES.map((name) => (
              <Field
                key={name}
                label={t(name)}
                optional={!needed(name)}
                error={wrong[name] ? t("fill") : undefined}
              >
                <Input
                  maxLength={MOST[name]}
                  value={form.address[name]}
                  onChange={(event) => address({ [name]: event.target.value })}
                />
              </Field>
            ))}
            <Field label={t("country")} error={wrong.country ? t("fill") : undefined}>
              <Combobox
                disabled={locked}
                value={form.address.country}
                options={countryOptions(t.locale)}
                onValueChange={(country) => address({ country })}
              />
            </Field>
          </div>
          <Field
            label={t("shipping")}
            help={
              draft.shipping_address === null
                ? t("shipping_after")
                : draft.rates.length === 0
                  ? t("shipping_nowhere")
                  : undefined
            }
          >
            <Select
              disabled={locked || draft.rates.length === 0}
              value={form.rate}
              placeholder={t("shipping_choose")}
              onValueChange={(rate) => onChange({ rate })}
              options={draft.rates.map((rate) => ({
                value: rate.id,
                label: `${rate.name}, ${formatMoney(rate.amount, t.locale)}`,
              }))}
            />
          </Field>
        </fieldset>
      </PanelBody>
    </Panel>
  );
}
