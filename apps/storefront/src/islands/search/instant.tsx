"use client";

import { useEffect, useId, useState } from "react";
import { usePrefix, useWords } from "#words";
import { Icon } from "@/components/icon";
import { NoPicture, Picture } from "@/components/picture";
import { Price } from "@/components/price";

import "@/styles/instant.css";
import { useSuggestions } from "./suggestions";

export interface InstantProps {
  /** The form's own field: it becomes a combobox. */
  field: HTMLInputElement;
  locale: string;
}

/**
 * Results under the search field while somebody types (ARIA's editable combobox with a list): focus
 * stays in the field, arrows choose, Enter goes there, Escape closes. Without a choice Enter is the
 * form's.
 */
export function Instant({ field, locale }: InstantProps) {
  const words = useWords("search");
  const prefix = usePrefix();
  const list = useId();
  const [typed, setTyped] = useState(field.value);
  const [open, setOpen] = useState(document.activeElement === field);
  const [active, setActive] = useState(-1);
  const found = useSuggestions(typed);
  const products = found?.products ?? [];
  const all = `${prefix}/products?${new URLSearchParams({ search: found?.term ?? typed.trim() })}`;
  const targets = [
    ...products.map((one) => `${prefix}/products/${encodeURIComponent(one.slug)}`),
    ...(products.length > 0 ? [all] : []),
  ];
  const shown = open && found !== null;
  const chosen = shown && active >= 0 ? `${list}-${active}` : null;

  useEffect(() => {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", String(shown && targets.length > 0));
    if (targets.length > 0) field.setAttribute("aria-controls", list);
    else field.removeAttribute("aria-controls");
    if (chosen) field.setAttribute("aria-activedescendant", chosen);
    else field.removeAttribute("aria-activedescendant");
  }, [field, list, shown, targets.length, chosen]);

  useEffect(() => {
    const input = () => {
      setTyped(field.value);
      setActive(-1);
      setOpen(true);
    };
    const key = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined && targets.length > 0) {
        event.preventDefault();
        setOpen(true);
        // One place more than there are results: the field itself.
        const places = targets.length + 1;
        setActive((now) => ((now + 1 + step + places) % places) - 1);
      } else if (event.key === "Enter" && shown && active >= 0) {
        event.preventDefault();
        window.location.assign(targets[active] ?? all);
      } else if (event.key === "Escape" && shown) {
        // Once to close, once more to empty the field.
        event.preventDefault();
        event.stopPropagation();
        setOpen(false);
        setActive(-1);
      }
    };
    const focus = () => setOpen(true);
    const blur = () => setOpen(false);
    field.addEventListener("input", input);
    field.addEventListener("keydown", key);
    field.addEventListener("focus", focus);
    field.addEventListener("blur", blur);
    return () => {
      field.removeEventListener("input", input);
      field.removeEventListener("keydown", key);
      field.removeEventListener("focus", focus);
      field.removeEventListener("blur", blur);
    };
  });

  useEffect(() => {
    if (chosen) document.getElementById(chosen)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  if (!found) return null;
  const nothing = found.away ? words.away : words.nothing(found.term);
  const option = (index: number) => ({
    id: `${list}-${index}`,
    role: "option",
    "aria-selected": index === active,
    onPointerMove: () => setActive(index),
    onClick: () => window.location.assign(targets[index] ?? all),
  });
  return (
    // The field keeps its focus while somebody presses here.
    // biome-ignore lint/a11y/noStaticElementInteractions: what can be chosen is in the list
    <div className="instant panel" hidden={!shown} onMouseDown={(event) => event.preventDefault()}>
      <p className="sr-only" role="status">
        {shown && (products.length > 0 ? words.count(products.length) : nothing)}
      </p>
      {found.corrected && products.length > 0 && (
        <p className="instant-note small muted">{words.corrected(found.corrected)}</p>
      )}
      {products.length > 0 ? (
        <div id={list} role="listbox" aria-label={words.suggestions}>
          {products.map((product, index) => (
            <div key={product.id} className="instant-option" {...option(index)}>
              <span className="instant-picture">
                {product.image ? (
                  <Picture image={product.image} sizes="56px" alt="" />
                ) : (
                  <NoPicture />
                )}
              </span>
              <span className="instant-title clamp-2">{product.title}</span>
              <Price
                price={product.price}
                before={product.compare_at_price}
                from={product.price_max.amount > product.price.amount}
                locale={locale}
                showSaving={false}
              />
            </div>
          ))}
          <div className="instant-option instant-all" {...option(products.length)}>
            {words.all(found.corrected ?? found.term)}
            <Icon name="arrow" className="icon icon-small icon-turn" />
          </div>
        </div>
      ) : (
        <p className="instant-note" aria-hidden="true">
          {nothing}
        </p>
      )}
    </div>
  );
}
