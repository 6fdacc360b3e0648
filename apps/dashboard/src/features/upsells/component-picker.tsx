"use client";

import { IconButton } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { productQuery, productsQuery } from "@/api/products";
import { WholeInput } from "@/features/products/editor/whole-input";
import { useStore } from "@/features/stores/store-context";
import { upsellsTexts } from "./texts";

export interface Component {
  variant: string;
  name: string;
  quantity: number | null;
}

/** Variants with how many of each; a product of several variants asks which. */
export function ComponentPicker({
  value,
  onChange,
}: {
  value: Component[];
  onChange: (components: Component[]) => void;
}) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const client = useQueryClient();
  const products = useQuery(productsQuery(store.id, { per_page: 100, sort: "title" }));
  const [choices, setChoices] = useState<Component[]>([]);

  function add(component: Component) {
    setChoices([]);
    if (value.some((one) => one.variant === component.variant)) return;
    onChange([...value, component]);
  }

  async function choose(id: string) {
    const product = await client.fetchQuery(productQuery(store.id, id));
    const found = product.variants.map((variant) => ({
      variant: variant.id,
      name: variant.title ? `${product.title} · ${variant.title}` : product.title,
      quantity: 1,
    }));
    const [only] = found;
    if (found.length === 1 && only) add(only);
    else setChoices(found);
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {value.length > 0 ? (
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
          {value.map((part) => (
            <li key={part.variant} className="flex items-center gap-2 text-13">
              <span className="min-w-0 flex-1 truncate">{part.name}</span>
              <WholeInput
                className="num w-16 text-end"
                aria-label={t("units_of", { name: part.name })}
                value={part.quantity}
                onValueChange={(quantity) =>
                  onChange(value.map((one) => (one === part ? { ...one, quantity } : one)))
                }
              />
              <IconButton
                label={t("remove", { name: part.name })}
                onClick={() => onChange(value.filter((one) => one !== part))}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      ) : null}
      <Field label={t("add_component")}>
        <Combobox
          value=""
          placeholder={t("add_component")}
          options={(products.data?.items ?? []).map((product) => ({
            value: product.id,
            label: product.title,
          }))}
          onValueChange={(id) => void choose(id)}
        />
      </Field>
      {choices.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {choices.map((choice) => (
            <li key={choice.variant}>
              <button
                type="button"
                className="rounded-sm border px-2 py-1 text-start text-13 wrap-anywhere hover:bg-sunken"
                onClick={() => add(choice)}
              >
                {choice.name}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
