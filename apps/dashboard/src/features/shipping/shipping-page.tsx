"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button, IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { deleteZone, type Zone, zonesQuery } from "@/api/selling";
import { deleteShippingRate, saveShippingRate, shippingRatesQuery } from "@/api/stores";
import { RateDialog } from "@/features/settings/rate-dialog";
import { rateBody, type ShippingRate } from "@/features/settings/rates";
import { countryName } from "@/features/stores/choices";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { AddressTest } from "./address-test";
import { RateRow } from "./rate-row";
import { shippingTexts } from "./texts";
import { ZoneDialog } from "./zone-dialog";
import { ZoneRateDialog } from "./zone-rate-dialog";

const SHOWN = 8;

/** Where the store ships, and what it costs there. */
export function ShippingPage() {
  const t = useTexts(shippingTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const undo = useUndoToast();
  const may = useMay();
  const zones = useQuery(zonesQuery(store.id));
  const rates = useQuery(shippingRatesQuery(store.id));
  const [zone, setZone] = useState<Zone | "new" | null>(null);
  const [rate, setRate] = useState<{ zone: Zone | null; rate: ShippingRate | null } | null>(null);
  const [doomed, setDoomed] = useState<Zone | null>(null);
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: zonesQuery(store.id).queryKey }),
      client.invalidateQueries({ queryKey: shippingRatesQuery(store.id).queryKey }),
      client.invalidateQueries({ queryKey: ["store", store.id, "overview"] }),
    ]);
  const failed = (error: unknown) => toast.error(troubleText(error, shell));
  const restore = useMutation({
    mutationFn: (gone: ShippingRate) => saveShippingRate(store.id, null, rateBody(gone)),
    onError: failed,
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (gone: ShippingRate) => deleteShippingRate(store.id, gone.id),
    onSuccess: (_, gone) =>
      undo(t("rate_deleted", { name: gone.name }), () => restore.mutate(gone)),
    onError: failed,
    onSettled: refresh,
  });
  const removeZone = useMutation({
    mutationFn: (gone: Zone) => deleteZone(store.id, gone.id),
    onSuccess: (_, gone) => {
      setDoomed(null);
      toast.success(t("deleted", { name: gone.name }));
    },
    onSettled: refresh,
  });
  const error = loadError(zones, shell) ?? loadError(rates, shell);
  const settable = may("settings");

  function places(of: Zone): string {
    if (of.regions.length === 0) return t("rest");
    const names = of.regions.map((code) =>
      code.includes("-") ? code : countryName(code, t.locale),
    );
    const more = names.length - SHOWN;
    return [...names.slice(0, SHOWN), ...(more > 0 ? [t("more", { count: more })] : [])].join(", ");
  }

  function rowsOf(zoneId: string | null, of: Zone | null) {
    return (rates.data ?? [])
      .filter((one) => one.zone_id === zoneId)
      .map((one) => (
        <RateRow
          key={one.id}
          rate={one}
          onEdit={settable ? () => setRate({ zone: of, rate: one }) : undefined}
          onDelete={settable ? () => remove.mutate(one) : undefined}
        />
      ));
  }

  return (
    <Page className="mx-auto grid max-w-220 flex-1 grid-cols-[minmax(0,1fr)] content-start gap-4">
      <PageHeader
        title={t("title")}
        sub={t("intro")}
        actions={
          settable ? (
            <Button variant="primary" onClick={() => setZone("new")}>
              <Plus aria-hidden />
              {t("add_zone")}
            </Button>
          ) : null
        }
      />
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : zones.data === undefined || rates.data === undefined ? (
        <Panel>
          <div className="p-4" aria-busy="true">
            <Skeleton className="w-52" />
          </div>
        </Panel>
      ) : (
        <>
          {zones.data.length === 0 ? <p className="text-13 text-muted">{t("none")}</p> : null}
          {zones.data.map((one) => {
            const rows = rowsOf(one.id, one);
            return (
              <Panel key={one.id} aria-label={one.name}>
                <PanelHeader
                  title={one.name}
                  note={places(one)}
                  end={
                    settable ? (
                      <>
                        <Button size="sm" onClick={() => setRate({ zone: one, rate: null })}>
                          <Plus aria-hidden />
                          {t("add_rate")}
                        </Button>
                        <IconButton
                          label={t("edit_zone", { name: one.name })}
                          onClick={() => setZone(one)}
                        >
                          <Pencil aria-hidden />
                        </IconButton>
                        <IconButton
                          label={t("delete_zone", { name: one.name })}
                          onClick={() => setDoomed(one)}
                        >
                          <Trash2 aria-hidden />
                        </IconButton>
                      </>
                    ) : null
                  }
                />
                {rows.length === 0 ? (
                  <p className="px-4 pb-4 text-13 text-warning">{t("zone_rates_none")}</p>
                ) : (
                  <ul>{rows}</ul>
                )}
              </Panel>
            );
          })}
          <Panel>
            <PanelHeader
              title={t("other")}
              note={t("other_note")}
              end={
                settable ? (
                  <Button size="sm" onClick={() => setRate({ zone: null, rate: null })}>
                    <Plus aria-hidden />
                    {t("add_rate")}
                  </Button>
                ) : null
              }
            />
            <ul>{rowsOf(null, null)}</ul>
          </Panel>
          <AddressTest key={store.id} store={store} />
        </>
      )}
      {zone ? (
        <ZoneDialog
          storeId={store.id}
          zone={zone === "new" ? null : zone}
          onClose={() => setZone(null)}
          onSaved={refresh}
        />
      ) : null}
      {rate?.zone ? (
        <ZoneRateDialog
          store={store}
          zone={rate.zone}
          rate={rate.rate}
          onClose={() => setRate(null)}
          onSaved={refresh}
        />
      ) : rate ? (
        <RateDialog
          store={store}
          rate={rate.rate}
          onClose={() => setRate(null)}
          onSaved={async () => {
            await refresh();
          }}
        />
      ) : null}
      <ConfirmDialog
        open={doomed !== null}
        onOpenChange={(open) => !open && setDoomed(null)}
        title={t("delete_title", { name: doomed?.name ?? "" })}
        description={t("delete_body", { count: doomed?.rates ?? 0 })}
        action={t("delete_do", { name: doomed?.name ?? "" })}
        pending={removeZone.isPending}
        error={removeZone.error ? troubleText(removeZone.error, shell) : null}
        onConfirm={() => doomed && removeZone.mutate(doomed)}
      />
    </Page>
  );
}
