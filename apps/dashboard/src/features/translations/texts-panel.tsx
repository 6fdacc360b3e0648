"use client";

import { Button } from "@ecomm/ui/button";
import type { ListControls } from "@ecomm/ui/data-table";
import { Pager } from "@ecomm/ui/data-table/pager";
import { useTexts } from "@ecomm/ui/i18n";
import { SearchInput } from "@ecomm/ui/input";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { ViewTabs } from "@ecomm/ui/tabs";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { fileOf } from "@/api/selling";
import { importSheet } from "@/api/sheets";
import {
  type Kind,
  type State,
  type TranslationRow,
  textsQuery,
  translationsKey,
} from "@/api/translations";
import { SheetDialog } from "@/features/sheets/sheet-dialog";
import { sheetTexts } from "@/features/sheets/texts";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { KINDS, STATES } from "./list";
import { languageName } from "./names";
import { OptionTexts } from "./option-texts";
import { StateMark } from "./state-mark";
import { TextDialog } from "./text-dialog";
import { translationTexts } from "./texts";

/** Stands for "every state" in the select, which knows no empty value. */
const ANY = "all";

/** What can be translated into a language, and where each thing stands. */
export function TextsPanel({
  own,
  locale,
  list,
}: {
  own: string;
  locale: string;
  list: ListControls;
}) {
  const t = useTexts(translationTexts);
  const sheets = useTexts(sheetTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const kind = (list.state.filters.kind ?? "product") as (typeof KINDS)[number];
  const state = list.state.filters.state as State | undefined;
  const [importing, setImporting] = useState(false);
  const [open, setOpen] = useState<TranslationRow | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: translationsKey(store.id) });
  const search = useDeferredValue(list.state.search);
  const name = languageName(locale, t.locale);
  const file = kind === "options" ? "" : `?kind=${kind}`;
  return (
    <Panel>
      <PanelHeader
        title={t("texts_of", { name })}
        end={
          <span className="flex gap-2">
            <Button asChild size="sm">
              <a href={fileOf(store.id, `translations/${locale}/export${file}`)} download>
                {sheets("export")}
              </a>
            </Button>
            {may("catalog") ? (
              <Button size="sm" onClick={() => setImporting(true)}>
                {sheets("import")}
              </Button>
            ) : null}
          </span>
        }
      />
      <div className="px-4">
        <ViewTabs
          label={t("kinds")}
          current={kind}
          views={KINDS.map((key) => ({ key, label: t(`kind_${key}`) }))}
          onChoose={(key) => list.setFilter("kind", key === "product" ? null : key)}
        />
      </div>
      <div className="flex flex-wrap gap-2 px-4 py-3">
        <SearchInput
          className="min-w-48 flex-1"
          aria-label={t("search")}
          placeholder={t("search")}
          value={list.state.search}
          maxLength={200}
          onChange={(event) => list.update({ search: event.target.value })}
        />
        <Select
          aria-label={t("state")}
          className="w-40"
          value={state ?? ANY}
          onValueChange={(value) => list.setFilter("state", value === ANY ? null : value)}
          options={[
            { value: ANY, label: t("state_all") },
            ...STATES.filter((one) => kind !== "options" || one === "missing").map((value) => ({
              value: value as string,
              label: t(`state_${value}`),
            })),
          ]}
        />
      </div>
      {kind === "options" ? (
        <OptionTexts
          own={own}
          locale={locale}
          asked={{
            page: list.state.page,
            ...(state === "missing" ? { missing: true } : {}),
            ...(search ? { search } : {}),
          }}
          onPage={(page) => list.update({ page })}
        />
      ) : (
        <Things
          kind={kind}
          locale={locale}
          asked={{
            page: list.state.page,
            ...(state ? { state } : {}),
            ...(search ? { search } : {}),
          }}
          onPage={(page) => list.update({ page })}
          onOpen={setOpen}
        />
      )}
      {open ? (
        <TextDialog
          row={open}
          storeId={store.id}
          own={own}
          locale={locale}
          readOnly={!may("catalog")}
          onClose={() => setOpen(null)}
          onSaved={refresh}
        />
      ) : null}
      {importing ? (
        <SheetDialog
          name={t("import_name", { name })}
          send={(csv, dry) => importSheet(store.id, `translations/${locale}`, csv, dry)}
          onApplied={refresh}
          onClose={() => setImporting(false)}
        />
      ) : null}
    </Panel>
  );
}

function Things({
  kind,
  locale,
  asked,
  onPage,
  onOpen,
}: {
  kind: Kind;
  locale: string;
  asked: { page: number; state?: State; search?: string };
  onPage: (page: number) => void;
  onOpen: (row: TranslationRow) => void;
}) {
  const t = useTexts(translationTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const found = useQuery(textsQuery(store.id, locale, kind, asked));
  const error = loadError(found, shell);
  if (error) return <LoadError error={error} />;
  if (!found.data) {
    return (
      <div aria-busy="true">
        {["w-28", "w-40", "w-32"].map((width) => (
          <div key={width} className="flex h-13 items-center border-t px-4">
            <Skeleton className={width} />
          </div>
        ))}
      </div>
    );
  }
  const { items, page } = found.data;
  if (items.length === 0) {
    return <EmptyState title={t("nothing_title")}>{t("nothing_body")}</EmptyState>;
  }
  return (
    <>
      <ul>
        {items.map((row) => (
          <li key={row.id} className="border-t">
            <button
              type="button"
              className="flex min-h-13 w-full items-center gap-3 px-4 py-1.5 text-start text-13 hover:bg-sunken focus-visible:-outline-offset-2"
              onClick={() => onOpen(row)}
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{row.title}</span>
                <span className="block truncate text-12 text-subtle" lang={locale}>
                  {row.translated_title ?? "–"}
                </span>
              </span>
              <StateMark state={row.state} />
            </button>
          </li>
        ))}
      </ul>
      <Pager page={page} onPage={onPage} />
    </>
  );
}
