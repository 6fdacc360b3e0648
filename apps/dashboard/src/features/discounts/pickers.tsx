"use client";

import { IconButton } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { useTexts } from "@ecomm/ui/i18n";
import { useQueries, useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { collectionsQuery } from "@/api/collections";
import { segmentsQuery } from "@/api/customers";
import { categoriesQuery, productQuery, productsQuery } from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { discountsTexts } from "./texts";

interface Named {
  id: string;
  name: string;
}

interface PickerProps {
  value: readonly string[];
  onChange: (ids: string[]) => void;
}

/** Chosen things by name, each with a button that takes it out. */
function Chosen({ items, onRemove }: { items: readonly Named[]; onRemove: (id: string) => void }) {
  const t = useTexts(discountsTexts);
  if (items.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {items.map(({ id, name }) => (
        <li
          key={id}
          className="flex max-w-full items-center gap-1 rounded-sm border py-0.5 ps-2 text-13"
        >
          <span className="truncate">{name}</span>
          <IconButton label={t("remove", { name })} onClick={() => onRemove(id)}>
            <X aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

/** Products, found by typing. */
export function ProductPicker({ value, onChange }: PickerProps) {
  const t = useTexts(discountsTexts);
  const store = useStore();
  const all = useQuery(productsQuery(store.id, { per_page: 100, sort: "title" }));
  const named = useQueries({ queries: value.map((id) => productQuery(store.id, id)) });
  const items = value.map((id, place) => ({ id, name: named[place]?.data?.title ?? "…" }));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <Chosen items={items} onRemove={(id) => onChange(value.filter((one) => one !== id))} />
      <Combobox
        value=""
        placeholder={t("add_product")}
        options={(all.data?.items ?? [])
          .filter((product) => !value.includes(product.id))
          .map((product) => ({ value: product.id, label: product.title }))}
        onValueChange={(id) => onChange([...value, id])}
      />
    </div>
  );
}

/** Collections and categories together: a discount treats them alike. */
export function GroupPicker({ value, onChange }: PickerProps) {
  const t = useTexts(discountsTexts);
  const store = useStore();
  const collections = useQuery(collectionsQuery(store.id, { per_page: 100, sort: "title" }));
  const categories = useQuery(categoriesQuery(store.id));
  const groups: Named[] = [
    ...(collections.data?.items ?? []).map(({ id, title }) => ({ id, name: title })),
    ...(categories.data ?? []).map(({ id, name }) => ({ id, name })),
  ];
  const name = (id: string) => groups.find((group) => group.id === id)?.name ?? "…";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <Chosen
        items={value.map((id) => ({ id, name: name(id) }))}
        onRemove={(id) => onChange(value.filter((one) => one !== id))}
      />
      <Combobox
        value=""
        placeholder={t("add_group")}
        options={groups
          .filter((group) => !value.includes(group.id))
          .map((group) => ({ value: group.id, label: group.name }))}
        onValueChange={(id) => onChange([...value, id])}
      />
    </div>
  );
}

/** Segments of customers. */
export function SegmentPicker({ value, onChange }: PickerProps) {
  const t = useTexts(discountsTexts);
  const store = useStore();
  const segments = useQuery(segmentsQuery(store.id));
  const all = segments.data ?? [];
  const name = (id: string) => all.find((segment) => segment.id === id)?.name ?? "…";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <Chosen
        items={value.map((id) => ({ id, name: name(id) }))}
        onRemove={(id) => onChange(value.filter((one) => one !== id))}
      />
      <Combobox
        value=""
        placeholder={t("add_segment")}
        options={all
          .filter((segment) => !value.includes(segment.id))
          .map((segment) => ({ value: segment.id, label: segment.name }))}
        onValueChange={(id) => onChange([...value, id])}
      />
    </div>
  );
}
