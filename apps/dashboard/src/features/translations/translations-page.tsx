"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button, IconButton } from "@ecomm/ui/button";
import { useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { Switch } from "@ecomm/ui/switch";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { localesQuery, publishLocale, removeLocale, translationsKey } from "@/api/translations";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { AddLanguage } from "./add-dialog";
import { LIST } from "./list";
import { languageName } from "./names";
import { translationTexts } from "./texts";
import { TextsPanel } from "./texts-panel";

/** The languages of a shop, and its texts in each. */
export function TranslationsPage() {
  const t = useTexts(translationTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const list = useListState(LIST);
  const found = useQuery(localesQuery(store.id));
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<string | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: translationsKey(store.id) });
  const name = (tag: string) => languageName(tag, t.locale);
  const failed = (error: unknown) => toast.error(troubleText(error, shell));
  const publish = useMutation({
    mutationFn: ({ locale, published }: { locale: string; published: boolean }) =>
      publishLocale(store.id, locale, published),
    onSuccess: (_, { locale, published }) =>
      toast.success(t(published ? "publish_done" : "unpublish_done", { name: name(locale) })),
    onError: failed,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (locale: string) => removeLocale(store.id, locale),
    onSuccess: async (_, locale) => {
      toast.success(t("removed", { name: name(locale) }));
      setRemoving(null);
      await refresh();
    },
  });
  const error = loadError(found, shell);
  const data = found.data;
  const chosen =
    data?.locales.find((one) => one.locale === list.state.filters.locale)?.locale ??
    data?.locales[0]?.locale;
  const add = may("catalog_settings") ? (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  ) : null;
  return (
    <Page className="mx-auto grid w-full max-w-240 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-4">
      <PageHeader title={t("title")} actions={data?.locales.length === 0 ? null : add} />
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : data === undefined ? (
        <Panel>
          <div className="p-4" aria-busy="true">
            <Skeleton className="w-52" />
          </div>
        </Panel>
      ) : data.locales.length === 0 ? (
        <Panel>
          <EmptyState drawing={<ShelfDrawing />} title={t("none_title")} actions={add}>
            {t("none_body")}
          </EmptyState>
        </Panel>
      ) : (
        <>
          <Panel>
            <PanelHeader title={t("title")} note={t("intro", { own: name(data.own) })} />
            <ul>
              {data.locales.map(({ locale, published, products }) => (
                <li
                  key={locale}
                  className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-13"
                >
                  <span className="min-w-0 flex-1 max-sm:basis-full">
                    <button
                      type="button"
                      className="max-w-full truncate rounded-xs font-medium hover:text-accent"
                      aria-pressed={locale === chosen}
                      onClick={() => list.setFilter("locale", locale)}
                    >
                      {name(locale)} <span className="text-subtle">{locale}</span>
                    </button>
                    <span className="num block text-12 text-subtle">
                      {t("progress", {
                        translated: products.translated,
                        total: products.missing + products.outdated + products.translated,
                      })}
                      {products.outdated > 0
                        ? ` · ${t("outdated_count", { count: products.outdated })}`
                        : null}
                    </span>
                  </span>
                  <span className="flex items-center gap-2 text-12 text-muted">
                    {t(published ? "published" : "hidden")}
                    <Switch
                      aria-label={t("publish", { name: name(locale) })}
                      checked={published}
                      disabled={!may("catalog_settings")}
                      onCheckedChange={(on) => publish.mutate({ locale, published: on })}
                    />
                  </span>
                  {may("catalog_settings") ? (
                    <IconButton
                      label={t("remove", { name: name(locale) })}
                      onClick={() => setRemoving(locale)}
                    >
                      <Trash2 aria-hidden />
                    </IconButton>
                  ) : null}
                </li>
              ))}
            </ul>
          </Panel>
          {chosen ? <TextsPanel key={chosen} own={data.own} locale={chosen} list={list} /> : null}
        </>
      )}
      {adding && data ? (
        <AddLanguage
          storeId={store.id}
          taken={[data.own, ...data.locales.map((one) => one.locale)]}
          onAdded={async (locale) => {
            await refresh();
            list.setFilter("locale", locale);
          }}
          onClose={() => setAdding(false)}
        />
      ) : null}
      <ConfirmDialog
        open={removing !== null}
        onOpenChange={(open) => {
          remove.reset();
          if (!open) setRemoving(null);
        }}
        title={t("remove_title", { name: removing ? name(removing) : "" })}
        description={t("remove_body", { name: removing ? name(removing) : "" })}
        action={t("remove", { name: removing ? name(removing) : "" })}
        pending={remove.isPending}
        error={remove.error ? troubleText(remove.error, shell) : null}
        onConfirm={() => {
          if (removing) remove.mutate(removing);
        }}
      />
    </Page>
  );
}
