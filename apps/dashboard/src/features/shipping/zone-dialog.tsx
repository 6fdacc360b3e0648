"use client";

import { Button } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { TokenInput } from "@ecomm/ui/token-input";
import { useMemo } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { saveZone, type Zone } from "@/api/selling";
import { countryOptions } from "@/features/stores/choices";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { shippingTexts } from "./texts";

const REGION = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;

/** Makes or changes a shipping zone. */
export function ZoneDialog({
  storeId,
  zone,
  onClose,
  onSaved,
}: {
  storeId: string;
  zone: Zone | null;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}) {
  const t = useTexts(shippingTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const countries = useMemo(() => countryOptions(t.locale), [t.locale]);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("zone_name_missing")).max(80),
      regions: z.array(z.string()).superRefine((codes, context) => {
        const wrong = codes.find((code) => !REGION.test(code.toUpperCase()));
        if (wrong !== undefined) {
          context.addIssue({ code: "custom", message: t("regions_invalid", { code: wrong }) });
        }
      }),
    }),
    values: { name: zone?.name ?? "", regions: [...(zone?.regions ?? [])] },
    submit: async ({ name, regions }) => {
      const body = { name, regions: regions.map((code) => code.toUpperCase()) };
      await saveZone(storeId, zone?.id ?? null, body);
      await onSaved();
      onClose();
    },
    map: { rename: (field) => (field.startsWith("regions.") ? "regions" : field) },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, control, formState } = form;
  const { errors, isSubmitting } = formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t(zone ? "zone_title" : "zone_new")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("zone_name")} error={errors.name?.message}>
              <Input maxLength={80} autoFocus {...register("name")} />
            </Field>
            <Controller
              control={control}
              name="regions"
              render={({ field }) => (
                <>
                  <Field
                    label={t("regions")}
                    help={t("regions_help")}
                    error={errors.regions?.message}
                  >
                    <TokenInput
                      value={field.value}
                      onValueChange={field.onChange}
                      maxLength={6}
                      placeholder="US-CA"
                    />
                  </Field>
                  <Field label={t("country_add")} hideLabel>
                    <Combobox
                      value=""
                      placeholder={t("country_add")}
                      options={countries.filter((option) => !field.value.includes(option.value))}
                      onValueChange={(code) => field.onChange([...field.value, code])}
                    />
                  </Field>
                </>
              )}
            />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("zone_save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
