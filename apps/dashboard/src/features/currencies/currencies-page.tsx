"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDay } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Page, PageHeader, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  type Currency,
  currenciesQuery,
  fileOf,
  importPrices,
  removeCurrency,
  saveCurrency,
} from "@/api/selling";
import { SheetDialog } from "@/features/sheets/sheet-dialog";
import { sheetTexts } from "@/features/sheets/texts";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { CurrencyDialog } from "./currency-dialog";
import { rateText } from "./endings";
import { RateSettings } from "./rate-settings";
import { currencyTexts } from "./texts";

/** The currencies a store sells in, their rates, and prices set in them. */
export function CurrenciesPage() {
  const t = useTexts(currencyTexts);
  const sheets = useTexts(sheetTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const undo = useUndoToast();
  const may = useMay();
  const currencies = useQuery(currenciesQuery(store.id));
  const [editing, setEditing] = useState<Currency | "new" | null>(null);
  const [importing, setImporting] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: currenciesQuery(store.id).queryKey });
  const failed = (error: unknown) => toast.error(troubleText(error, shell));
  const names = new Intl.DisplayNames(t.locale, { type: "currency" });
  const nameOf = (code: string) => names.of(code) ?? code;
  const restore = useMutation({
    mutationFn: ({ currency, enabled, step, below, direction, manual_ppm }: Currency) =>
      saveCurrency(store.id, currency, { enabled, step, below, direction, manual_ppm }, true),
    onError: failed,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (gone: Currency) => removeCurrency(store.id, gone.currency),
    onSuccess: (_, gone) =>
      undo(t("removed", { name: nameOf(gone.currency) }), () => restore.mutate(gone)),
    onError: failed,
    onSettled: refresh,
  });
  const error = loadError(currencies, shell);
  const data = currencies.data;
  const money = (amount: number, currency: string) => formatMoney({ amount, currency }, t.locale);
  return (
    <Page className="mx-auto grid max-w-220 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-4">
      <PageHeader
        title={t("title")}
        sub={t("intro")}
        actions={
          may("pricing_settings") ? (
            <Button variant="primary" onClick={() => setEditing("new")}>
              <Plus aria-hidden />
              {t("add")}
            </Button>
          ) : null
        }
      />
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
      ) : (
        <>
          <Panel>
            <PanelHeader title={t("list")} note={`${t("own")}: ${nameOf(data.own)}`} />
            {data.currencies.length === 0 ? (
              <p className="px-4 pb-4 text-13 text-muted">{t("list_none")}</p>
            ) : (
              <ul>
                {data.currencies.map((one) => {
                  const name = nameOf(one.currency);
                  const day = one.rate_day ?? one.manual_day;
                  return (
                    <li
                      key={one.currency}
                      className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-13"
                    >
                      <span className="min-w-0 flex-1 max-sm:basis-full">
                        <span className="block truncate font-medium">
                          {name} <span className="text-subtle">{one.currency}</span>
                        </span>
                        <span className="block text-12 text-subtle">
                          {one.enabled ? null : `${t("off")} · `}
                          {t("of_day", {
                            source: t(`source_${one.source}`),
                            day: day ? formatDay(day, "dayYear", t.locale) : "–",
                          })}
                        </span>
                        {one.problem ? (
                          <span className="block text-12 text-warning">
                            {t("problem", { problem: one.problem })}
                          </span>
                        ) : null}
                      </span>
                      {one.rate_ppm && one.example !== null ? (
                        <span className="num text-end max-sm:flex-1 max-sm:text-start">
                          <span className="block font-medium">
                            {t("rate", {
                              own: data.own,
                              rate: rateText(one.rate_ppm),
                              currency: one.currency,
                            })}
                          </span>
                          <span className="block text-12 text-subtle">
                            {t("example", {
                              from: money(2000, data.own),
                              to: money(one.example, one.currency),
                            })}
                          </span>
                        </span>
                      ) : null}
                      {may("pricing_settings") ? (
                        <span className="flex">
                          <IconButton label={t("edit", { name })} onClick={() => setEditing(one)}>
                            <Pencil aria-hidden />
                          </IconButton>
                          <IconButton
                            label={t("remove", { name })}
                            onClick={() => remove.mutate(one)}
                          >
                            <Trash2 aria-hidden />
                          </IconButton>
                        </span>
                      ) : null}
                    </li>
                  );
                })}
              </ul>
            )}
          </Panel>
          <RateSettings
            key={`${data.rate_max_age_days} ${data.omnibus}`}
            storeId={store.id}
            now={data}
            onSaved={refresh}
          />
          {data.currencies.length > 0 ? (
            <Panel>
              <PanelHeader title={t("prices")} note={t("prices_note")} />
              <PanelBody className="flex flex-wrap gap-2">
                {data.currencies.map((one) => (
                  <Button asChild size="sm" key={one.currency}>
                    <a
                      href={fileOf(store.id, `price-lists/export?currency=${one.currency}`)}
                      download
                    >
                      {t("export_in", { currency: one.currency })}
                    </a>
                  </Button>
                ))}
                {may("rates") ? (
                  <Button size="sm" onClick={() => setImporting(true)}>
                    {sheets("import")}
                  </Button>
                ) : null}
              </PanelBody>
            </Panel>
          ) : null}
        </>
      )}
      {editing && data ? (
        <CurrencyDialog
          store={store}
          currency={editing === "new" ? null : editing}
          taken={[data.own, ...data.currencies.map((one) => one.currency)]}
          onClose={() => setEditing(null)}
          onSaved={refresh}
        />
      ) : null}
      {importing ? (
        <SheetDialog
          name={t("prices_name")}
          send={(csv, dry) => importPrices(store.id, csv, dry)}
          onApplied={refresh}
          onClose={() => setImporting(false)}
        />
      ) : null}
    </Page>
  );
}
