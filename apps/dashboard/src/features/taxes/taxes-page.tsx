"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { addEuRates, createTaxRate, fileOf, importTaxRates, type TaxRate } from "@/api/selling";
import { deleteTaxRate, taxRatesQuery } from "@/api/stores";
import { percentText } from "@/features/settings/percent";
import { SheetDialog } from "@/features/sheets/sheet-dialog";
import { sheetTexts } from "@/features/sheets/texts";
import { countryName } from "@/features/stores/choices";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { byCountryName } from "./order";
import { TaxRateDialog } from "./tax-rate-dialog";
import { TaxSettingsPanel } from "./tax-settings";
import { TaxTest } from "./tax-test";
import { taxTexts } from "./texts";

/** What is taxed where: the store's choices, its rates by place, and a sale to try them on. */
export function TaxesPage() {
  const t = useTexts(taxTexts);
  const sheets = useTexts(sheetTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const undo = useUndoToast();
  const may = useMay();
  const rates = useQuery(taxRatesQuery(store.id));
  const [editing, setEditing] = useState<TaxRate | "new" | null>(null);
  const [importing, setImporting] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: taxRatesQuery(store.id).queryKey });
  const failed = (error: unknown) => toast.error(troubleText(error, shell));
  const restore = useMutation({
    mutationFn: ({ id: _, ...rate }: TaxRate) => createTaxRate(store.id, rate),
    onError: failed,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (rate: TaxRate) => deleteTaxRate(store.id, rate.id),
    onSuccess: (_, rate) => undo(t("deleted", { name: rate.name }), () => restore.mutate(rate)),
    onError: failed,
    onSettled: refresh,
  });
  const eu = useMutation({
    mutationFn: () => addEuRates(store.id),
    onSuccess: (done) => toast.success(t("eu_added", { count: done.added.length })),
    onError: failed,
    onSettled: refresh,
  });
  const error = loadError(rates, shell);
  const listed = useMemo(() => byCountryName(rates.data ?? [], t.locale), [rates.data, t.locale]);
  const place = (rate: TaxRate) =>
    [countryName(rate.country, t.locale), rate.state, rate.postal_pattern]
      .filter(Boolean)
      .join(" ");
  return (
    <Page className="mx-auto grid max-w-220 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-4">
      <PageHeader
        title={t("title")}
        count={rates.data?.length}
        actions={
          may("pricing_settings") ? (
            <Button variant="primary" onClick={() => setEditing("new")}>
              <Plus aria-hidden />
              {t("add")}
            </Button>
          ) : null
        }
      />
      <TaxSettingsPanel storeId={store.id} />
      <Panel>
        <PanelHeader
          title={t("rates")}
          note={t("rates_note")}
          end={
            <>
              <Button asChild size="sm">
                <a href={fileOf(store.id, "tax-rates/export")} download>
                  {sheets("export")}
                </a>
              </Button>
              {may("pricing_settings") ? (
                <>
                  <Button size="sm" onClick={() => setImporting(true)}>
                    {sheets("import")}
                  </Button>
                  <Button size="sm" pending={eu.isPending} onClick={() => eu.mutate()}>
                    {t("add_eu")}
                  </Button>
                </>
              ) : null}
            </>
          }
        />
        {error ? (
          <LoadError error={error} />
        ) : rates.data === undefined ? (
          <div className="px-4 pb-4" aria-busy="true">
            <Skeleton className="w-52" />
          </div>
        ) : rates.data.length === 0 ? (
          <p className="px-4 pb-4 text-13 text-muted">{t("none")}</p>
        ) : (
          <ul className="border-t">
            {listed.map((rate) => (
              <li
                key={rate.id}
                className="flex items-center gap-4 border-t px-4 py-2 text-13 first:border-0"
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">
                    {countryName(rate.country, t.locale)}
                  </span>
                  <span className="block truncate text-12 text-subtle">
                    {rate.state || rate.postal_pattern
                      ? [rate.state, rate.postal_pattern].filter(Boolean).join(" ")
                      : t("whole")}
                  </span>
                </span>
                <span className="min-w-0 max-sm:hidden sm:basis-44">
                  <span className="block truncate">{rate.name}</span>
                  <span className="block text-12 text-subtle">
                    {t(`class_${rate.tax_class}`)}
                    {rate.slot > 1 ? ` · ${t("slot", { slot: rate.slot })}` : null}
                  </span>
                </span>
                <span className="num basis-20 text-end font-medium">
                  {percentText(rate.rate_ppm)} %
                </span>
                {may("pricing_settings") ? (
                  <span className="flex">
                    <IconButton
                      label={t("edit", { name: rate.name, place: place(rate) })}
                      onClick={() => setEditing(rate)}
                    >
                      <Pencil aria-hidden />
                    </IconButton>
                    <IconButton
                      label={t("delete", { name: rate.name, place: place(rate) })}
                      onClick={() => remove.mutate(rate)}
                    >
                      <Trash2 aria-hidden />
                    </IconButton>
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <TaxTest key={store.id} store={store} />
      {editing ? (
        <TaxRateDialog
          storeId={store.id}
          rate={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={refresh}
        />
      ) : null}
      {importing ? (
        <SheetDialog
          name={t("name")}
          send={(csv, dry) => importTaxRates(store.id, csv, dry)}
          onApplied={refresh}
          onClose={() => setImporting(false)}
        />
      ) : null}
    </Page>
  );
}
