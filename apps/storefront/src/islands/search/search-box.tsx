"use client";

import { type ComponentType, useEffect, useRef, useState } from "react";
import { usePrefix, useWords } from "#words";
import { Icon } from "@/components/icon";

import type { InstantProps } from "./instant";

/**
 * The search field: a plain form that works by itself. When it is first entered, what shows results
 * while typing is loaded; a page that is only read never pays for it.
 */
export function SearchBox({ id, locale }: { id: string; locale: string }) {
  const common = useWords("common");
  const prefix = usePrefix();
  const input = useRef<HTMLInputElement>(null);
  const [Instant, setInstant] = useState<ComponentType<InstantProps> | null>(null);

  const entered = useRef(false);
  const enter = () => {
    if (entered.current) return;
    entered.current = true;
    import("./instant").then(
      (module) => setInstant(() => module.Instant),
      () => {
        entered.current = false; // the file did not come: the form is there, the next entry tries
      },
    );
  };
  // Who was quicker than the page entered the field before anybody listened.
  useEffect(() => {
    if (input.current && document.activeElement === input.current) enter();
  });

  return (
    <search className="searching">
      <form className="search" action={`${prefix}/products`} onFocus={enter}>
        <label htmlFor={id} className="sr-only">
          {common.searchLabel}
        </label>
        <Icon name="search" />
        <input
          ref={input}
          id={id}
          name="search"
          type="search"
          placeholder={common.search}
          maxLength={200}
          autoComplete="off"
        />
      </form>
      {Instant && input.current && <Instant field={input.current} locale={locale} />}
    </search>
  );
}
