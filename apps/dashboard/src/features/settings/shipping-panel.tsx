"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { deleteShippingRate, type Store, saveShippingRate, shippingRatesQuery } from "@/api/stores";
import { countryName } from "@/features/stores/choices";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { rateBody, type ShippingRate } from "./rates";
import { settingsTexts } from "./texts";

const RateDialog = dynamic(() => import("./rate-dialog").then((part) => part.RateDialog), {
  ssr: false,
});

/** What shoppers choose from at checkout. */
export function ShippingPanel({ store }: { store: Store }) {
  const t = useTexts(settingsTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const undo = useUndoToast();
  const may = useMay();
  const rates = useQuery(shippingRatesQuery(store.id));
  const [editing, setEditing] = useState<ShippingRate | "new" | null>(null);
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: shippingRatesQuery(store.id).queryKey });
    await client.invalidateQueries({ queryKey: ["store", store.id, "overview"] });
  };
  const restore = useMutation({
    mutationFn: (rate: ShippingRate) => saveShippingRate(store.id, null, rateBody(rate)),
    onError: (error) => toast.error(troubleText(error, shell)),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (rate: ShippingRate) => deleteShippingRate(store.id, rate.id),
    onSuccess: (_, rate) =>
      undo(t("rate_deleted", { name: rate.name }), () => restore.mutate(rate)),
    onError: (error) => toast.error(troubleText(error, shell)),
    onSettled: refresh,
  });
  const error = loadError(rates, shell);

  function days(rate: ShippingRate): string {
    return rate.min_days === rate.max_days
      ? t("rate_days_one", { count: rate.min_days })
      : t("rate_days", { min: rate.min_days, max: rate.max_days });
  }

  return (
    <Panel id="shipping" className="scroll-mt-16">
      <PanelHeader
        title={t("shipping")}
        note={t("shipping_note")}
        end={
          <>
            <Button asChild size="sm">
              <Link href={`/stores/${store.id}/shipping`}>{t("zones")}</Link>
            </Button>
            {may("settings") ? (
              <Button size="sm" onClick={() => setEditing("new")}>
                <Plus aria-hidden />
                {t("rate_add")}
              </Button>
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
        <p className="px-4 pb-4 text-13 text-warning">{t("rates_none")}</p>
      ) : (
        <ul className="border-t">
          {rates.data
            .filter((rate) => rate.zone_id === null)
            .map((rate) => (
              <li
                key={rate.id}
                className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-13 first:border-0"
              >
                <span className="min-w-0 flex-1 max-sm:basis-full">
                  <span className="block truncate font-medium">{rate.name}</span>
                  <span className="block text-12 break-words text-subtle">
                    {rate.countries.length === 0
                      ? t("rate_everywhere")
                      : rate.countries.map((code) => countryName(code, t.locale)).join(", ")}
                    {" · "}
                    {days(rate)}
                  </span>
                </span>
                <span className="num text-end max-sm:flex-1 max-sm:text-start">
                  <span className="block font-medium">{formatMoney(rate.amount, t.locale)}</span>
                  {rate.free_over ? (
                    <span className="block text-12 text-subtle">
                      {t("rate_free", { amount: formatMoney(rate.free_over, t.locale) })}
                    </span>
                  ) : null}
                </span>
                {may("settings") ? (
                  <span className="flex">
                    <IconButton
                      label={t("rate_edit", { name: rate.name })}
                      onClick={() => setEditing(rate)}
                    >
                      <Pencil aria-hidden />
                    </IconButton>
                    <IconButton
                      label={t("rate_delete", { name: rate.name })}
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
      {editing ? (
        <RateDialog
          store={store}
          rate={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
          onSaved={refresh}
        />
      ) : null}
    </Panel>
  );
}
