"use client";

import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, InputGroup, Textarea } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { MoneyInput } from "@ecomm/ui/money-input";
import { KeyValue, KeyValues, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { TokenInput } from "@ecomm/ui/token-input";
import type { Draft } from "@/api/drafts";
import type { Form, Wrong } from "./form";
import { draftsTexts } from "./texts";

interface Props {
  form: Form;
  wrong: Wrong;
  locked: boolean;
  currency: string;
  onChange: (change: Partial<Form>) => void;
}

/** What is taken off, and why. */
export function DiscountPanel({ form, wrong, locked, currency, onChange }: Props) {
  const t = useTexts(draftsTexts);
  return (
    <Panel>
      <PanelHeader title={t("discount")} />
      <PanelBody>
        <fieldset disabled={locked} className="grid gap-3 sm:grid-cols-2">
          <Field label={t("discount_kind")}>
            <Select
              disabled={locked}
              value={form.kind}
              onValueChange={(kind) => onChange({ kind: kind as Form["kind"] })}
              options={(["none", "percent", "amount"] as const).map((value) => ({
                value,
                label: t(`discount_${value}`),
              }))}
            />
          </Field>
          {form.kind === "percent" ? (
            <Field
              label={t("discount_percent_value")}
              error={wrong.percent ? t("fill") : undefined}
            >
              <InputGroup
                inputMode="decimal"
                after="%"
                value={form.percent}
                onChange={(event) => onChange({ percent: event.target.value })}
              />
            </Field>
          ) : null}
          {form.kind === "amount" ? (
            <Field label={t("discount_amount_value")} error={wrong.amount ? t("fill") : undefined}>
              <MoneyInput
                currency={currency}
                value={form.amount}
                onValueChange={(amount) => onChange({ amount })}
              />
            </Field>
          ) : null}
          {form.kind === "none" ? null : (
            <div className="sm:col-span-2">
              <Field
                label={t("discount_reason")}
                help={t("discount_reason_help")}
                error={wrong.reason ? t("fill") : undefined}
              >
                <Input
                  maxLength={120}
                  value={form.reason}
                  onChange={(event) => onChange({ reason: event.target.value })}
                />
              </Field>
            </div>
          )}
        </fieldset>
      </PanelBody>
    </Panel>
  );
}

/** What the team keeps with it. */
export function NotePanel({ form, locked, onChange }: Omit<Props, "wrong" | "currency">) {
  const t = useTexts(draftsTexts);
  return (
    <Panel>
      <PanelHeader title={t("note")} />
      <PanelBody>
        <fieldset disabled={locked} className="grid gap-3">
          <Field label={t("note")} optional help={t("note_help")}>
            <Textarea
              rows={3}
              maxLength={2000}
              value={form.note}
              onChange={(event) => onChange({ note: event.target.value })}
            />
          </Field>
          {locked ? (
            <p className="text-13 text-muted">{form.tags.join(", ")}</p>
          ) : (
            <Field label={t("tags")} optional help={t("tags_help")}>
              <TokenInput
                value={form.tags}
                maxLength={40}
                onValueChange={(tags) => onChange({ tags: tags.slice(0, 30) })}
              />
            </Field>
          )}
        </fieldset>
      </PanelBody>
    </Panel>
  );
}

/** What it comes to, as it was saved. */
export function SumsPanel({ draft, dirty }: { draft: Draft; dirty: boolean }) {
  const t = useTexts(draftsTexts);
  const { totals } = draft;
  const money = (value: { amount: number; currency: string }) => formatMoney(value, t.locale);
  const apart =
    totals.subtotal.amount -
    totals.discount.amount +
    totals.shipping.amount -
    totals.shipping_discount.amount;
  const inclusive = apart === totals.total.amount;
  return (
    <Panel>
      <PanelHeader title={t("sums")} />
      <PanelBody>
        <KeyValues>
          <KeyValue label={t("subtotal")}>{money(totals.subtotal)}</KeyValue>
          {draft.discounts.map((entry) => (
            <KeyValue
              key={`${entry.name}${entry.target}`}
              label={
                <span className="block truncate">{t("discount_line", { name: entry.name })}</span>
              }
            >
              −{money(entry.amount)}
            </KeyValue>
          ))}
          <KeyValue label={t("shipping_line")}>{money(totals.shipping)}</KeyValue>
          <KeyValue label={t(inclusive ? "tax_in" : "tax")}>{money(totals.tax)}</KeyValue>
          <KeyValue label={t("total")} total>
            {money(totals.total)}
          </KeyValue>
        </KeyValues>
        <p role="status" className="mt-3 text-12 text-subtle">
          {t(dirty ? "stale" : "today")}
        </p>
        {draft.missing.length > 0 && draft.status !== "open" ? (
          <div className="mt-3 border-t pt-3 text-12">
            <h3 className="font-medium">{t("missing")}</h3>
            <ul className="mt-1 list-disc ps-4 text-muted">
              {draft.missing.map((name) => (
                <li key={name}>{t(`missing_${name}`)}</li>
              ))}
            </ul>
          </div>
        ) : null}
      </PanelBody>
    </Panel>
  );
}
