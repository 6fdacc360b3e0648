"use client";

import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { dirtyPaths, errorPaths, FormProblem, useApiForm, useDraft } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, InputGroup, Textarea } from "@ecomm/ui/input";
import { timeZones } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { SwitchField } from "@ecomm/ui/switch";
import { toast } from "@ecomm/ui/toast";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useRef } from "react";
import { Controller, type Path } from "react-hook-form";
import { z } from "zod";
import { type Store, storeQuery, updateStore } from "@/api/stores";
import { siteTexts } from "@/features/site/texts";
import {
  countryOptions,
  currencyOptions,
  NICHES,
  timezoneOptions,
} from "@/features/stores/choices";
import { storesTexts } from "@/features/stores/texts";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { settingsTexts } from "./texts";

const LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv"] as const;

function valuesOf(store: Store) {
  return {
    name: store.name,
    description: store.description ?? "",
    contact_email: store.contact_email ?? "",
    contact_phone: store.contact_phone ?? "",
    business_name: store.business_name ?? "",
    business_address: store.business_address ?? "",
    seo_title: store.seo_title ?? "",
    seo_description: store.seo_description ?? "",
    niche: store.niche as string,
    slug: store.slug,
    country: store.country,
    currency: store.currency,
    timezone: store.timezone,
    locale: store.locale,
    open: store.status === "active",
    test_mode: store.test_mode,
  };
}
type Values = ReturnType<typeof valuesOf>;

/** Texts that are nothing, not empty, where nothing is written. */
const NULLABLE = [
  ...(["description", "contact_email", "contact_phone", "business_name"] as const),
  ...(["business_address", "seo_title", "seo_description"] as const),
];

/**
 * Name, address, region and state of a store, saved together. What saves itself stands between
 * them and the bar, which floats over all of it.
 */
export function StoreForm({ store, children }: { store: Store; children: ReactNode }) {
  const t = useTexts(settingsTexts);
  const names = useTexts(storesTexts);
  const site = useTexts(siteTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const may = useMay();
  const countries = useMemo(() => countryOptions(t.locale), [t.locale]);
  const currencies = useMemo(() => currencyOptions(t.locale), [t.locale]);
  const zones = useMemo(() => timezoneOptions(timeZones()), []);
  const before = useRef(valuesOf(store));
  const { form, onSubmit, problem, setProblem } = useApiForm<Values>({
    schema: z.object({
      name: z.string().trim().min(1, t("name_missing")).max(80),
      description: z.string().max(2000),
      contact_email: z.union([z.literal(""), z.email(t("contact_invalid"))]),
      contact_phone: z.string().max(40),
      business_name: z.string().max(160),
      business_address: z.string().max(500),
      seo_title: z.string().max(255),
      seo_description: z.string().max(1000),
      niche: z.string(),
      slug: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/, t("address_invalid")),
      country: z.string(),
      currency: z.string(),
      timezone: z.string(),
      locale: z.string(),
      open: z.boolean(),
      test_mode: z.boolean(),
    }),
    values: before.current,
    submit: async (values) => {
      const changed = Object.fromEntries(
        Object.entries(values).filter(
          ([key, value]) => before.current[key as keyof Values] !== value,
        ),
      ) as Partial<Values>;
      const { open, niche, ...rest } = changed;
      const cleared = Object.fromEntries(
        NULLABLE.filter((name) => rest[name] === "").map((name) => [name, null]),
      );
      const saved = await updateStore(store.id, {
        ...rest,
        ...(niche === undefined ? {} : { niche: niche as Store["niche"] }),
        ...cleared,
        ...(open === undefined ? {} : { status: open ? "active" : "paused" }),
      });
      forget();
      before.current = valuesOf(saved);
      form.reset(before.current);
      client.setQueryData(storeQuery(store.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: ["stores"] });
      await client.invalidateQueries({ queryKey: ["store", store.id, "overview"] });
      toast.success(t("saved"));
    },
    map: { rename: (field) => (field === "status" ? "open" : field) },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { forget } = useDraft(form, `${store.id}:settings`);
  const { register, control, formState, setFocus } = form;
  const { errors, isDirty, dirtyFields, isSubmitting } = formState;
  const wrong = errorPaths(errors);
  return (
    <>
      <form noValidate onSubmit={onSubmit} className="grid gap-4">
        <ReadOnlyNote what="settings" />
        <FormProblem>{problem}</FormProblem>
        <fieldset disabled={!may("settings")} className="grid min-w-0 gap-4">
          <Panel>
            <PanelHeader title={t("general")} />
            <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
              <Field label={t("name")} error={errors.name?.message}>
                <Input maxLength={80} {...register("name")} />
              </Field>
              <Field label={t("niche")} error={errors.niche?.message}>
                <Controller
                  control={control}
                  name="niche"
                  render={({ field }) => (
                    <Select
                      value={field.value}
                      onValueChange={field.onChange}
                      options={NICHES.map((value) => ({ value, label: names(`niche_${value}`) }))}
                    />
                  )}
                />
              </Field>
              <Field
                label={t("description")}
                help={t("description_help")}
                error={errors.description?.message}
                optional
                className="sm:col-span-2"
              >
                <Textarea rows={2} maxLength={2000} {...register("description")} />
              </Field>
              <Field
                label={t("contact")}
                help={t("contact_help")}
                error={errors.contact_email?.message}
                optional
              >
                <Input type="email" maxLength={320} {...register("contact_email")} />
              </Field>
              <Field label={t("address")} help={t("address_help")} error={errors.slug?.message}>
                <InputGroup
                  maxLength={60}
                  spellCheck={false}
                  autoCapitalize="none"
                  after={addressEnd(store)}
                  {...register("slug")}
                />
              </Field>
            </div>
          </Panel>
          <Panel>
            <PanelHeader title={site("about_shop")} />
            <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
              <Field
                label={site("business_name")}
                help={site("business_name_help")}
                error={errors.business_name?.message}
                optional
              >
                <Input maxLength={160} {...register("business_name")} />
              </Field>
              <Field label={site("phone")} error={errors.contact_phone?.message} optional>
                <Input type="tel" maxLength={40} {...register("contact_phone")} />
              </Field>
              <Field
                label={site("business_address")}
                error={errors.business_address?.message}
                optional
                className="sm:col-span-2"
              >
                <Textarea rows={3} maxLength={500} {...register("business_address")} />
              </Field>
            </div>
          </Panel>
          <Panel>
            <PanelHeader title={site("seo")} />
            <div className="grid gap-4 px-4 pb-4">
              <Field label={site("seo_title")} error={errors.seo_title?.message} optional>
                <Input maxLength={255} {...register("seo_title")} />
              </Field>
              <Field
                label={site("seo_description")}
                error={errors.seo_description?.message}
                optional
              >
                <Textarea rows={2} maxLength={1000} {...register("seo_description")} />
              </Field>
            </div>
          </Panel>
          <Panel>
            <PanelHeader title={t("region")} />
            <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
              {(
                [
                  ["country", countries, undefined],
                  ["currency", currencies, t("currency_help")],
                  ["timezone", zones, undefined],
                ] as const
              ).map(([name, options, help]) => (
                <Field key={name} label={t(name)} help={help} error={errors[name]?.message}>
                  <Controller
                    control={control}
                    name={name}
                    render={({ field }) => (
                      <Combobox
                        options={options}
                        value={field.value}
                        onValueChange={field.onChange}
                      />
                    )}
                  />
                </Field>
              ))}
              <Field label={t("language")} error={errors.locale?.message}>
                <Controller
                  control={control}
                  name="locale"
                  render={({ field }) => (
                    <Select
                      value={field.value}
                      onValueChange={field.onChange}
                      options={[
                        ...LANGUAGES.map((value) => ({
                          value: value as string,
                          label: t(`lang_${value}`),
                        })),
                        ...(LANGUAGES.some((value) => value === field.value)
                          ? []
                          : [{ value: field.value, label: field.value }]),
                      ]}
                    />
                  )}
                />
              </Field>
            </div>
          </Panel>
          <Panel>
            <PanelHeader
              title={t("shop")}
              end={
                <a
                  href={store.storefront_url}
                  target="_blank"
                  rel="noreferrer"
                  className="rounded-xs text-12 font-medium text-accent hover:underline"
                >
                  {t("see_shop")}
                </a>
              }
            />
            <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
              {(["open", "test_mode"] as const).map((name) => (
                <Controller
                  key={name}
                  control={control}
                  name={name}
                  render={({ field }) => (
                    <SwitchField
                      label={t(name)}
                      help={t(`${name}_help`)}
                      checked={field.value}
                      onCheckedChange={field.onChange}
                    />
                  )}
                />
              ))}
            </div>
          </Panel>
          <button type="submit" hidden tabIndex={-1} />
        </fieldset>
      </form>
      <div className="mt-4 grid gap-4">{children}</div>
      <UnsavedBar
        dirty={isDirty}
        fields={dirtyPaths(dirtyFields).length}
        errors={wrong.length}
        pending={isSubmitting}
        onSave={() => void onSubmit()}
        onDiscard={() => {
          forget();
          setProblem(null);
          form.reset(before.current);
        }}
        onShowError={() => {
          const [first] = wrong;
          if (first) setFocus(first as Path<Values>);
        }}
      />
    </>
  );
}

/** What follows the slug in the shop's address: ".localhost:3001". */
function addressEnd(store: Store): string {
  try {
    const { host } = new URL(store.storefront_url);
    return host.startsWith(`${store.slug}.`) ? host.slice(store.slug.length) : "";
  } catch {
    return ""; // no address to show
  }
}
