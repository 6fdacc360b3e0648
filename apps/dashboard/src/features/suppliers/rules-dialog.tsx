"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Select } from "@ecomm/ui/select";
import { SwitchField } from "@ecomm/ui/switch";
import { uiTexts } from "@ecomm/ui/texts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type Supplier, type SupplierPatch, saveSupplier } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { percentToPpm, ppmToPercent, whole } from "./figures";
import { suppliersTexts } from "./texts";

/** Within which limits a supplier is ordered from, and when its figures are too old. */
export function RulesDialog({
  supplier,
  onClose,
  onSaved,
}: {
  supplier: Supplier;
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const t = useTexts(suppliersTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const [name, setName] = useState(supplier.name);
  const [auto, setAuto] = useState(supplier.auto_order);
  const [approval, setApproval] = useState(supplier.approval);
  const [above, setAbove] = useState(supplier.approval_above);
  const [cap, setCap] = useState(supplier.daily_spend_cap);
  const [grace, setGrace] = useState(String(supplier.grace_minutes));
  const [rise, setRise] = useState(ppmToPercent(supplier.max_cost_rise_ppm));
  const [stale, setStale] = useState(String(Math.round(supplier.stale_after_minutes / 60)));
  const [tried, setTried] = useState(false);

  const graceMinutes = whole(grace, 0, 1_440);
  const ppm = percentToPpm(rise);
  const hours = whole(stale, 1, 168);
  const problems = {
    name: name.trim() === "" ? t("f_name_missing") : undefined,
    above:
      approval === "above" && (above === null || Number.isNaN(above))
        ? t("f_above_missing")
        : undefined,
    cap: cap !== null && Number.isNaN(cap) ? t("f_above_missing") : undefined,
    grace: graceMinutes === null ? t("f_grace_bad") : undefined,
    rise: ppm === null ? t("f_rise_bad") : undefined,
    stale: hours === null ? t("f_stale_bad") : undefined,
  };
  const shown: Partial<typeof problems> = tried ? problems : {};
  const save = useMutation({
    mutationFn: (body: SupplierPatch) => saveSupplier(store.id, supplier.id, body),
    onSuccess: onSaved,
  });
  const submit = () => {
    setTried(true);
    if (save.isPending || Object.values(problems).some(Boolean)) return;
    if (graceMinutes === null || ppm === null || hours === null) return;
    // Minutes that are no whole hours stay as they are unless somebody typed other hours.
    const same = String(Math.round(supplier.stale_after_minutes / 60)) === stale.trim();
    save.mutate({
      name: name.trim(),
      auto_order: auto,
      approval,
      approval_above: approval === "above" ? above : null,
      daily_spend_cap: cap,
      grace_minutes: graceMinutes,
      max_cost_rise_ppm: ppm,
      ...(same ? {} : { stale_after_minutes: hours * 60 }),
    });
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("rules_title", { name: supplier.name })}>
        <form
          noValidate
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <DialogBody className="grid gap-4">
            <FormProblem>{save.error ? troubleText(save.error, shell) : null}</FormProblem>
            <Field label={t("f_name")} error={shown.name}>
              <Input
                maxLength={80}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
            <SwitchField
              label={t("f_auto")}
              help={t("f_auto_help")}
              checked={auto}
              onCheckedChange={setAuto}
            />
            <Field label={t("f_approval")}>
              <Select
                value={approval}
                onValueChange={(value) => setApproval(value as typeof approval)}
                options={[
                  { value: "never", label: t("approval_never") },
                  { value: "above", label: t("f_approval_above") },
                  { value: "always", label: t("approval_always") },
                ]}
              />
            </Field>
            {approval === "above" ? (
              <Field label={t("f_above")} error={shown.above}>
                <MoneyInput currency={supplier.currency} value={above} onValueChange={setAbove} />
              </Field>
            ) : null}
            <Field
              label={t("f_cap")}
              help={t("f_cap_help", { currency: supplier.currency })}
              error={shown.cap}
              optional
            >
              <MoneyInput currency={supplier.currency} value={cap} onValueChange={setCap} />
            </Field>
            <Field label={t("f_grace")} help={t("f_grace_help")} error={shown.grace}>
              <Input
                inputMode="numeric"
                className="num w-28"
                maxLength={4}
                value={grace}
                onChange={(event) => setGrace(event.target.value)}
              />
            </Field>
            <Field label={t("f_rise")} help={t("f_rise_help")} error={shown.rise}>
              <Input
                inputMode="decimal"
                className="num w-28"
                maxLength={7}
                value={rise}
                onChange={(event) => setRise(event.target.value)}
              />
            </Field>
            <Field label={t("f_stale")} help={t("f_stale_help")} error={shown.stale}>
              <Input
                inputMode="numeric"
                className="num w-28"
                maxLength={3}
                value={stale}
                onChange={(event) => setStale(event.target.value)}
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={save.isPending}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
