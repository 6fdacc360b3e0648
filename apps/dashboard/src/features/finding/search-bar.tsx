"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { SearchInput } from "@ecomm/ui/input";
import { Kbd } from "@ecomm/ui/kbd";
import { isTyping } from "@ecomm/ui/lib/keys";
import { Select } from "@ecomm/ui/select";
import { toast } from "@ecomm/ui/toast";
import { ImageUp } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Supplier } from "@/api/suppliers";
import { pictureTrouble } from "./grid";
import { findingTexts } from "./texts";

/** At which supplier, and for what: words, an address or a picture. `/` jumps into the words. */
export function SearchBar({
  suppliers,
  supplier,
  query,
  onSupplier,
  onWords,
  onPicture,
  end,
}: {
  suppliers: readonly Supplier[];
  supplier: Supplier;
  query: string;
  onSupplier: (id: string) => void;
  onWords: (words: string) => void;
  /** Absent where this supplier cannot, or this person may not. */
  onPicture?: ((file: File) => void) | undefined;
  end?: ReactNode;
}) {
  const t = useTexts(findingTexts);
  const input = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(query);
  useEffect(() => setText(query), [query]);
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key !== "/" || event.metaKey || event.ctrlKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <search className="flex flex-wrap items-center gap-2 pb-4">
      {suppliers.length > 1 ? (
        <div className="w-full md:w-48">
          <Select
            aria-label={t("supplier")}
            value={supplier.id}
            onValueChange={onSupplier}
            options={suppliers.map((one) => ({ value: one.id, label: one.name }))}
          />
        </div>
      ) : null}
      <div className="flex min-w-0 basis-full gap-2 md:max-w-120 md:flex-1 md:basis-0">
        <SearchInput
          ref={input}
          value={text}
          maxLength={2000}
          aria-label={t("search")}
          placeholder={t("search")}
          className="min-w-0 flex-1 pe-1.5"
          after={<Kbd className="hidden md:inline-grid">/</Kbd>}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") onWords(text.trim());
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
        <Button variant="primary" onClick={() => onWords(text.trim())}>
          {t("go")}
        </Button>
      </div>
      {onPicture ? (
        <>
          <Button onClick={() => file.current?.click()}>
            <ImageUp aria-hidden />
            {t("by_picture")}
          </Button>
          <input
            ref={file}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            aria-label={t("by_picture")}
            className="hidden"
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              event.target.value = "";
              if (!chosen) return;
              const trouble = pictureTrouble(chosen);
              if (trouble) toast.error(t(`picture_${trouble}`));
              else onPicture(chosen);
            }}
          />
        </>
      ) : null}
      {end}
    </search>
  );
}
