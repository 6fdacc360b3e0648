"use client";

import { Button } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm, useDraft } from "@ecomm/ui/form";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { timeZones } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useMemo, useRef } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { meQuery } from "@/api/account";
import { createStore, storeQuery, storesQuery } from "@/api/stores";
import { RoleGate } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { countryOptions, currencyOf, currencyOptions, NICHES, timezoneOptions } from "./choices";
import { SetupProgress } from "./setup-progress";
import { storesTexts } from "./texts";

/** A few questions, then the store appears step by step. `?created=` returns to its progress. */
export function NewStorePage() {
  const created = useSearchParams().get("created");
  const store = useQuery({ ...storeQuery(created ?? ""), enabled: created !== null });
  if (created && store.data) return <SetupProgress store={store.data} />;
  if (created && store.isPending) {
    return (
      <Page className="mx-auto max-w-160 md:pt-16" aria-busy="true">
        <Skeleton className="mb-5 h-5 w-56" />
        <Skeleton className="h-52 w-full rounded-panel" />
      </Page>
    );
  }
  return (
    <RoleGate what="new_store" back="/stores">
      <NewStoreForm />
    </RoleGate>
  );
}

function NewStoreForm() {
  const t = useTexts(storesTexts);
  const shell = useTexts(shellTexts);
  const { locale } = useLocale();
  const router = useRouter();
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const countries = useMemo(() => countryOptions(locale), [locale]);
  const currencies = useMemo(() => currencyOptions(locale), [locale]);
  const zones = useMemo(() => timezoneOptions(timeZones()), []);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("name_missing")).max(80, t("name_long")),
      niche: z.enum(NICHES as [string, ...string[]]),
      country: z.string().length(2),
      currency: z.string().length(3),
      timezone: z.string().min(1),
      description: z.string().max(2000),
    }),
    values: {
      name: "",
      niche: "general",
      country: "IE",
      currency: "EUR",
      timezone: "UTC",
      description: "",
    },
    submit: async ({ description, niche, ...values }) => {
      const body = {
        ...values,
        niche: niche as (typeof NICHES)[number],
        locale: "en",
        description: description || null,
      };
      const store = await createStore(body, key.current);
      key.current = crypto.randomUUID();
      forget();
      client.setQueryData(storeQuery(store.id).queryKey, store);
      await Promise.all([
        client.invalidateQueries({ queryKey: storesQuery.queryKey }),
        // The sidebar tells how much of the plan is used.
        client.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]);
      router.replace(`/stores/new?created=${store.id}`);
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { forget } = useDraft(form, "new-store");
  const { register, control, formState, watch, setValue } = form;
  const { errors, isSubmitting } = formState;
  const choseCurrency = useRef(false);
  const name = watch("name");

  useEffect(() => {
    // What the browser tells of where one is; all of it can be changed.
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (zone) setValue("timezone", zone);
    const country = new Intl.Locale(navigator.language).region;
    if (country && countries.some((option) => option.value === country)) {
      setValue("country", country);
      setValue("currency", currencyOf(country) ?? "EUR");
    }
  }, [setValue, countries]);

  const slug = name
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return (
    <Page className="mx-auto max-w-180">
      <PageHeader title={t("new_title")} sub={t("new_lead")} />
      <form noValidate onSubmit={onSubmit} className="grid gap-4">
        <FormProblem>{problem}</FormProblem>
        <Panel className="grid gap-4 p-4">
          <Field
            label={t("name")}
            error={errors.name?.message}
            help={slug ? t("address_preview", { address: slug }) : t("name_help")}
          >
            <Input autoFocus maxLength={80} autoComplete="organization" {...register("name")} />
          </Field>
          <Field label={t("niche")} help={t("niche_help")} error={errors.niche?.message}>
            <Controller
              control={control}
              name="niche"
              render={({ field }) => (
                <Select
                  value={field.value}
                  onValueChange={field.onChange}
                  options={NICHES.map((value) => ({ value, label: t(`niche_${value}`) }))}
                />
              )}
            />
          </Field>
        </Panel>
        <Panel className="grid gap-4 p-4 sm:grid-cols-2">
          <Field label={t("country")} help={t("country_help")} error={errors.country?.message}>
            <Controller
              control={control}
              name="country"
              render={({ field }) => (
                <Combobox
                  options={countries}
                  value={field.value}
                  placeholder={t("choose")}
                  onValueChange={(value) => {
                    field.onChange(value);
                    const likely = currencyOf(value);
                    if (likely && !choseCurrency.current) setValue("currency", likely);
                  }}
                />
              )}
            />
          </Field>
          <Field label={t("currency")} help={t("currency_help")} error={errors.currency?.message}>
            <Controller
              control={control}
              name="currency"
              render={({ field }) => (
                <Combobox
                  options={currencies}
                  value={field.value}
                  placeholder={t("choose")}
                  onValueChange={(value) => {
                    choseCurrency.current = true;
                    field.onChange(value);
                  }}
                />
              )}
            />
          </Field>
          <Field label={t("timezone")} help={t("timezone_help")} error={errors.timezone?.message}>
            <Controller
              control={control}
              name="timezone"
              render={({ field }) => (
                <Combobox
                  options={zones}
                  value={field.value}
                  placeholder={t("choose")}
                  onValueChange={field.onChange}
                />
              )}
            />
          </Field>
        </Panel>
        <Panel className="grid gap-4 p-4">
          <Field
            label={t("description")}
            help={t("description_help")}
            error={errors.description?.message}
            optional
          >
            <Textarea rows={3} maxLength={2000} {...register("description")} />
          </Field>
        </Panel>
        <div className="flex justify-end">
          <Button
            type="submit"
            variant="primary"
            pending={isSubmitting}
            className="w-full md:w-auto"
          >
            {isSubmitting ? t("creating") : t("create")}
          </Button>
        </div>
      </form>
    </Page>
  );
}
