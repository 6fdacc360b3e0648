"use client";

import { IconButton } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Select } from "@ecomm/ui/select";
import { TokenInput } from "@ecomm/ui/token-input";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { collectionsQuery } from "@/api/collections";
import { categoriesQuery, tagsQuery } from "@/api/products";
import type { Store } from "@/api/stores";
import { type Change, change, KINDS, type Kind } from "./operations";
import { bulkTexts } from "./texts";

interface RowProps {
  store: Store;
  one: Change;
  n: number;
  onChange: (next: Partial<Change>) => void;
  onRemove: (() => void) | null;
}

/** One change: what is done, and to what. */
export function ChangeRow({ store, one, n, onChange, onRemove }: RowProps) {
  const t = useTexts(bulkTexts);
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded-md bg-sunken p-2">
      <Select
        aria-label={t("change_n", { n })}
        value={one.kind}
        onValueChange={(kind) => onChange({ ...change(kind as Kind), key: one.key })}
        options={KINDS.map((kind) => ({ value: kind, label: t(`op_${kind}`) }))}
      />
      {onRemove ? (
        <IconButton label={t("remove", { n })} onClick={onRemove}>
          <X aria-hidden />
        </IconButton>
      ) : (
        <span />
      )}
      <div className="col-span-2">
        <Value store={store} one={one} n={n} onChange={onChange} />
      </div>
    </li>
  );
}

function Value({ store, one, n, onChange }: Omit<RowProps, "onRemove">) {
  const t = useTexts(bulkTexts);
  const label = t("value_n", { n });
  switch (one.kind) {
    case "clear_compare_at_price":
      return null;
    case "scale_price":
    case "shift_price":
      return (
        <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-2">
          <Select
            aria-label={t("direction", { n })}
            value={one.down ? "down" : "up"}
            onValueChange={(value) => onChange({ down: value === "down" })}
            options={[
              { value: "down", label: t("down") },
              { value: "up", label: t("up") },
            ]}
          />
          {one.kind === "scale_price" ? (
            <Input
              aria-label={`${label}, ${t("percent")}`}
              inputMode="decimal"
              placeholder={t("percent")}
              value={one.percent}
              onChange={(event) => onChange({ percent: event.target.value })}
            />
          ) : (
            <Amount {...{ store, one, label, onChange }} />
          )}
        </div>
      );
    case "set_price":
    case "set_compare_at_price":
    case "set_cost":
      return <Amount {...{ store, one, label, onChange }} />;
    case "set_status":
      return (
        <Select
          aria-label={label}
          value={one.text}
          onValueChange={(text) => onChange({ text })}
          options={(["active", "draft", "archived"] as const).map((value) => ({
            value,
            label: t(`status_${value}`),
          }))}
        />
      );
    case "set_policy":
      return (
        <Select
          aria-label={label}
          value={one.text}
          onValueChange={(text) => onChange({ text })}
          options={(["backorder", "deny"] as const).map((value) => ({
            value,
            label: t(`policy_${value}`),
          }))}
        />
      );
    case "add_tags":
    case "remove_tags":
      return <Tags {...{ store, one, label, onChange }} />;
    case "set_category":
    case "remove_category":
      return <Category {...{ store, one, label, onChange }} />;
    case "add_to_collection":
    case "remove_from_collection":
      return <InCollection {...{ store, one, label, onChange }} />;
    default:
      return (
        <Input
          aria-label={label}
          maxLength={120}
          placeholder={t("empty_clears")}
          value={one.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      );
  }
}

interface ValueProps {
  store: Store;
  one: Change;
  label: string;
  onChange: (next: Partial<Change>) => void;
}

function Amount({ store, one, label, onChange }: ValueProps) {
  return (
    <MoneyInput
      aria-label={label}
      currency={store.currency}
      value={one.amount}
      onValueChange={(amount) => onChange({ amount })}
    />
  );
}

function Tags({ store, one, onChange }: ValueProps) {
  const t = useTexts(bulkTexts);
  const tags = useQuery(tagsQuery(store.id));
  return (
    <TokenInput
      value={one.tags}
      onValueChange={(value) => onChange({ tags: value })}
      placeholder={t("tags_hint")}
      suggestions={(tags.data ?? []).map((tag) => tag.name)}
    />
  );
}

function Category({ store, one, label, onChange }: ValueProps) {
  const categories = useQuery(categoriesQuery(store.id));
  return (
    <Combobox
      value={one.text}
      aria-label={label}
      placeholder={label}
      onValueChange={(text) => onChange({ text })}
      options={(categories.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

function InCollection({ store, one, label, onChange }: ValueProps) {
  const collections = useQuery(collectionsQuery(store.id, { kind: "manual", per_page: 100 }));
  return (
    <Combobox
      value={one.text}
      aria-label={label}
      placeholder={label}
      onValueChange={(text) => onChange({ text })}
      options={(collections.data?.items ?? []).map(({ id, title }) => ({
        value: id,
        label: title,
      }))}
    />
  );
}
