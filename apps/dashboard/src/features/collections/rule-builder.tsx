"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { Thumb } from "@ecomm/ui/thumb";
import { useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { type Match, previewQuery } from "@/api/collections";
import { categoriesQuery } from "@/api/products";
import type { Store } from "@/api/stores";
import { type Draft, draft, FIELDS, MAX_RULES, needsValue, OPS, toRules } from "./rules";
import { collectionsTexts } from "./texts";

export interface RuleBuilderProps {
  store: Store;
  match: Match;
  rules: Draft[];
  error?: string | undefined;
  onMatch: (match: Match) => void;
  onRules: (rules: Draft[]) => void;
}

/** The conditions of a smart collection, and how many products meet them now. */
export function RuleBuilder({ store, match, rules, error, onMatch, onRules }: RuleBuilderProps) {
  const t = useTexts(collectionsTexts);
  const change = (key: string, next: Partial<Draft>) =>
    onRules(rules.map((rule) => (rule.key === key ? { ...rule, ...next } : rule)));
  return (
    <Panel>
      <PanelHeader title={t("conditions")} />
      <div className="grid gap-3 px-4 pb-4">
        <Field label={t("match")} error={error}>
          <Select
            value={match}
            onValueChange={(value) => onMatch(value as Match)}
            options={[
              { value: "all", label: t("match_all") },
              { value: "any", label: t("match_any") },
            ]}
          />
        </Field>
        <ul className="grid gap-2">
          {rules.map((rule, index) => (
            <li
              key={rule.key}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 rounded-md bg-sunken p-2 md:grid-cols-[minmax(0,10rem)_minmax(0,11rem)_minmax(0,1fr)_auto] md:bg-transparent md:p-0"
            >
              <Select
                aria-label={t("rule_field", { n: index + 1 })}
                value={rule.field}
                className="max-md:col-span-2"
                onValueChange={(value) =>
                  change(rule.key, { ...draft(value as Draft["field"]), key: rule.key })
                }
                options={FIELDS.map((value) => ({ value, label: t(`field_${value}`) }))}
              />
              <Select
                aria-label={t("rule_op", { n: index + 1 })}
                value={rule.op}
                className="max-md:col-span-2"
                onValueChange={(value) => change(rule.key, { op: value as Draft["op"] })}
                options={OPS[rule.field].map((value) => ({ value, label: t(`op_${value}`) }))}
              />
              <RuleValue
                rule={rule}
                store={store}
                label={t("rule_value", { n: index + 1 })}
                onChange={(value) => change(rule.key, { value })}
              />
              <IconButton
                label={t("rule_remove", { n: index + 1 })}
                onClick={() => onRules(rules.filter((other) => other.key !== rule.key))}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap items-center gap-3">
          <Button disabled={rules.length >= MAX_RULES} onClick={() => onRules([...rules, draft()])}>
            <Plus aria-hidden />
            {t("rule_add")}
          </Button>
          {rules.length >= MAX_RULES ? (
            <span className="text-12 text-subtle">{t("rule_full")}</span>
          ) : null}
        </div>
        <Preview store={store} match={match} rules={rules} />
      </div>
    </Panel>
  );
}

function RuleValue({
  rule,
  store,
  label,
  onChange,
}: {
  rule: Draft;
  store: Store;
  label: string;
  onChange: (value: Draft["value"]) => void;
}) {
  const t = useTexts(collectionsTexts);
  const categories = useQuery({
    ...categoriesQuery(store.id),
    enabled: rule.field === "category",
  });
  if (!needsValue(rule.op)) return <span className="max-md:hidden" />;
  if (rule.field === "price" || rule.field === "compare_at_price") {
    return (
      <MoneyInput
        aria-label={label}
        currency={store.currency}
        value={typeof rule.value === "number" ? rule.value : null}
        onValueChange={onChange}
      />
    );
  }
  if (rule.field === "stock") {
    return (
      <Select
        aria-label={label}
        value={rule.value === null ? "" : String(rule.value)}
        placeholder={t("stock_help")}
        onValueChange={(value) => onChange(Number(value))}
        options={[0, 1, 2, 3, 4, 5].map((n) => ({ value: String(n), label: String(n) }))}
      />
    );
  }
  if (rule.field === "category") {
    return (
      <Combobox
        value={typeof rule.value === "string" ? rule.value : ""}
        aria-label={label}
        placeholder={label}
        onValueChange={onChange}
        options={(categories.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    );
  }
  return (
    <Input
      aria-label={label}
      type={rule.field === "created" ? "date" : "text"}
      maxLength={rule.field === "tag" ? 60 : 255}
      value={typeof rule.value === "string" ? rule.value : ""}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** What the conditions find, asked a moment after the last change. */
function Preview({ store, match, rules }: { store: Store; match: Match; rules: readonly Draft[] }) {
  const t = useTexts(collectionsTexts);
  const body = useMemo(() => {
    const ready = toRules(rules);
    return ready ? { match, rules: ready } : null;
  }, [match, rules]);
  const [asked, setAsked] = useState(body);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(body), 350);
    return () => clearTimeout(timer);
  }, [body]);
  const found = useQuery(previewQuery(store.id, asked));
  const text =
    asked === null
      ? t("preview_wait")
      : found.error
        ? t("preview_failed")
        : found.data
          ? t("preview", { count: found.data.total })
          : "…";
  return (
    <div className="grid gap-2 border-t pt-3">
      <p role="status" className="num text-13 font-medium">
        {text}
      </p>
      {asked && found.data && found.data.products.length > 0 ? (
        <ul className="flex flex-wrap gap-2">
          {found.data.products.map((product) => (
            <li key={product.id} className="flex min-w-0 items-center gap-2 text-12 text-muted">
              <Thumb picture={product.image} size={28} />
              <span className="max-w-40 truncate">{product.title}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
