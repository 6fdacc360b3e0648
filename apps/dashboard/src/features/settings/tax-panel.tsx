"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatPercent } from "@ecomm/ui/lib/numbers";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { deleteTaxRate, type Store, saveTaxRate, taxRatesQuery } from "@/api/stores";
import { countryName } from "@/features/stores/choices";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { percentText } from "./percent";
import type { TaxRate } from "./rates";
import { settingsTexts } from "./texts";

const TaxDialog = dynamic(() => import("./tax-dialog").then((part) => part.TaxDialog), {
  ssr: false,
});

/** One tax rate per country. */
export function TaxPanel({ store }: { store: Store }) {
  const t = useTexts(settingsTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const undo = useUndoToast();
  const may = useMay();
  const rates = useQuery(taxRatesQuery(store.id));
  const [editing, setEditing] = useState<TaxRate | "new" | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: taxRatesQuery(store.id).queryKey });
  const restore = useMutation({
    mutationFn: ({ country, name, rate_ppm }: TaxRate) =>
      saveTaxRate(store.id, { country, name, rate_ppm }),
    onError: (error) => toast.error(troubleText(error, shell)),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (rate: TaxRate) => deleteTaxRate(store.id, rate.id),
    onSuccess: (_, rate) =>
      undo(t("tax_deleted", { country: countryName(rate.country, t.locale) }), () =>
        restore.mutate(rate),
      ),
    onError: (error) => toast.error(troubleText(error, shell)),
    onSettled: refresh,
  });
  const error = loadError(rates, shell);
  // States, postcodes and classes have a page of their own.
  const plain = rates.data?.filter(
    (rate) =>
      !rate.state && !rate.postal_pattern && rate.tax_class === "standard" && rate.slot === 1,
  );
  return (
    <Panel id="tax" className="scroll-mt-16">
      <PanelHeader
        title={t("tax")}
        note={t(store.prices_include_tax ? "tax_note_incl" : "tax_note_excl")}
        end={
          <>
            <Button asChild size="sm">
              <Link href={`/stores/${store.id}/taxes`}>{t("tax_all")}</Link>
            </Button>
            {may("pricing_settings") ? (
              <Button size="sm" onClick={() => setEditing("new")}>
                <Plus aria-hidden />
                {t("tax_add")}
              </Button>
            ) : null}
          </>
        }
      />
      {error ? (
        <LoadError error={error} />
      ) : plain === undefined ? (
        <div className="px-4 pb-4" aria-busy="true">
          <Skeleton className="w-52" />
        </div>
      ) : plain.length === 0 ? (
        <p className="px-4 pb-4 text-13 text-muted">{t("tax_none")}</p>
      ) : (
        <ul className="border-t">
          {plain.map((rate) => {
            const country = countryName(rate.country, t.locale);
            return (
              <li
                key={rate.id}
                className="flex items-center gap-4 border-t px-4 py-2 text-13 first:border-0"
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{country}</span>
                  <span className="block text-12 text-subtle">{rate.name}</span>
                </span>
                <span className="num font-medium" title={`${percentText(rate.rate_ppm)} %`}>
                  {formatPercent(rate.rate_ppm / 1_000_000, t.locale)}
                </span>
                {may("pricing_settings") ? (
                  <span className="flex">
                    <IconButton label={t("tax_edit", { country })} onClick={() => setEditing(rate)}>
                      <Pencil aria-hidden />
                    </IconButton>
                    <IconButton
                      label={t("tax_delete", { country })}
                      onClick={() => remove.mutate(rate)}
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
      {editing ? (
        <TaxDialog
          storeId={store.id}
          rate={editing === "new" ? null : editing}
          taken={(plain ?? []).map((rate) => rate.country)}
          onClose={() => setEditing(null)}
          onSaved={refresh}
        />
      ) : null}
    </Panel>
  );
}
