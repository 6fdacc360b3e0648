"use client";

import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { Skeleton } from "@ecomm/ui/skeleton";
import { SwitchField } from "@ecomm/ui/switch";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { saveTaxSettings, type TaxSettings, taxSettingsQuery } from "@/api/selling";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { taxTexts } from "./texts";

/** The store's three choices about tax; each is saved as it is made. */
export function TaxSettingsPanel({ storeId }: { storeId: string }) {
  const t = useTexts(taxTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const may = useMay();
  const settings = useQuery(taxSettingsQuery(storeId));
  const { queryKey } = taxSettingsQuery(storeId);
  const save = useMutation({
    mutationFn: (wanted: TaxSettings) => saveTaxSettings(storeId, wanted),
    onMutate: (wanted) => {
      const before = client.getQueryData(queryKey);
      client.setQueryData(queryKey, wanted);
      return before;
    },
    onSuccess: () => toast.success(t("saved")),
    onError: (error, _, before) => {
      client.setQueryData(queryKey, before);
      toast.error(troubleText(error, shell));
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["store", storeId], exact: true }),
  });
  const error = loadError(settings, shell);
  const now = settings.data;
  const locked = !may("pricing_settings");
  return (
    <Panel>
      <PanelHeader title={t("settings")} />
      {error ? (
        <LoadError error={error} />
      ) : now === undefined ? (
        <PanelBody aria-busy="true">
          <Skeleton className="w-52" />
        </PanelBody>
      ) : (
        <PanelBody className="grid gap-4 sm:grid-cols-3">
          <SwitchField
            label={t("inclusive")}
            help={t("inclusive_help")}
            checked={now.prices_include_tax}
            disabled={locked}
            onCheckedChange={(on) => save.mutate({ ...now, prices_include_tax: on })}
          />
          <SwitchField
            label={t("shipping")}
            help={t("shipping_help")}
            checked={now.shipping_taxable}
            disabled={locked}
            onCheckedChange={(on) => save.mutate({ ...now, shipping_taxable: on })}
          />
          <Field label={t("rounding")}>
            <Select
              value={now.rounding}
              disabled={locked}
              onValueChange={(value) =>
                save.mutate({ ...now, rounding: value as TaxSettings["rounding"] })
              }
              options={[
                { value: "line", label: t("rounding_line") },
                { value: "order", label: t("rounding_order") },
              ]}
            />
          </Field>
        </PanelBody>
      )}
    </Panel>
  );
}
