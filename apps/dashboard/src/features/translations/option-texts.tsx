"use client";

import { Pager } from "@ecomm/ui/data-table/pager";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  localesQuery,
  type OptionText,
  optionTextsQuery,
  saveOptionText,
  translationsKey,
} from "@/api/translations";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { translationTexts } from "./texts";

/** Names and values of options: each is translated once for all products. */
export function OptionTexts({
  own,
  locale,
  asked,
  onPage,
}: {
  own: string;
  locale: string;
  asked: { page: number; missing?: boolean; search?: string };
  onPage: (page: number) => void;
}) {
  const t = useTexts(translationTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const found = useQuery(optionTextsQuery(store.id, locale, asked));
  const error = loadError(found, shell);
  if (error) return <LoadError error={error} />;
  if (!found.data) return <div className="h-26 border-t" aria-busy="true" />;
  const { items, page } = found.data;
  if (items.length === 0) {
    return <EmptyState title={t("nothing_title")}>{t("nothing_body")}</EmptyState>;
  }
  return (
    <>
      <p className="px-4 pb-2 text-12 text-subtle">{t("option_help")}</p>
      <ul>
        {items.map((one) => (
          <OptionRow
            key={`${one.option}\u0000${one.value ?? ""}\u0000${one.text ?? ""}`}
            own={own}
            locale={locale}
            one={one}
          />
        ))}
      </ul>
      <Pager page={page} onPage={onPage} />
    </>
  );
}

function OptionRow({ own, locale, one }: { own: string; locale: string; one: OptionText }) {
  const t = useTexts(translationTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const named = one.value ?? one.option;
  const save = useMutation({
    mutationFn: (text: string) =>
      saveOptionText(store.id, locale, {
        option: one.option,
        value: one.value,
        text: text || null,
      }),
    onSuccess: async () => {
      toast.success(t("saved", { name: named }));
      await client.invalidateQueries({
        queryKey: [...translationsKey(store.id), locale, "options"],
      });
      await client.invalidateQueries({ queryKey: localesQuery(store.id).queryKey });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-13">
      <span className="min-w-0 flex-1 max-sm:basis-full">
        <span className="block truncate font-medium" lang={own}>
          {named}
        </span>
        <span className="num block truncate text-12 text-subtle">
          {t("option_used", {
            option: one.option,
            value: one.value ?? "none",
            products: one.products,
          })}
        </span>
      </span>
      <Input
        className="w-full sm:w-64"
        aria-label={t("field_text", { name: named })}
        lang={locale}
        maxLength={120}
        readOnly={!may("catalog")}
        defaultValue={one.text ?? ""}
        onBlur={(event) => {
          const text = event.target.value.trim();
          if (text !== (one.text ?? "")) save.mutate(text);
        }}
      />
    </li>
  );
}
