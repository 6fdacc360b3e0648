"use client";

import { isApiError } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { dirtyPaths, errorPaths, FormProblem, useApiForm, useDraft } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { DetailColumns, Page, Panel } from "@ecomm/ui/panel";
import { Notice } from "@ecomm/ui/states";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { FormProvider, type Path, useWatch } from "react-hook-form";
import { type Product, productQuery } from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { DescriptionField } from "./description-field";
import { MediaPanel } from "./media-panel";
import { OptionsPanel } from "./options-panel";
import { PriceBreakdown } from "./price-breakdown";
import { SeoPanel } from "./seo-panel";
import { OrganisationPanel, StatusPanel } from "./side-panels";
import { SingleVariantPanel } from "./single-variant";
import { editorTexts } from "./texts";
import { type EditorValues, editorField, editorSchema, fromProduct } from "./values";

const TITLE_MAX = 120;

/** The whole editor, for a new product and for one that exists. */
export function ProductForm({
  product,
  initial,
  draftKey,
  header,
  footer,
  save,
}: {
  product: Product | null;
  initial: EditorValues;
  draftKey: string;
  header: ReactNode;
  footer?: ReactNode;
  /** Sends the values; gives what they are afterwards, or null where the page is left. */
  save: (before: EditorValues, values: EditorValues) => Promise<EditorValues | null>;
}) {
  const t = useTexts(editorTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const [stale, setStale] = useState(false);
  const before = useRef(initial);
  const example = formatMoney({ amount: 1999, currency: store.currency }, t.locale);
  const schema = useMemo(() => editorSchema(t, example), [t, example]);
  const { form, onSubmit, problem, setProblem } = useApiForm<EditorValues>({
    schema,
    values: initial,
    submit: async (values) => {
      setStale(false);
      try {
        const after = await save(before.current, values);
        forget();
        if (!after) return;
        before.current = after;
        form.reset(after);
      } catch (error) {
        if (!isApiError(error) || error.code !== "stale") throw error;
        setStale(true);
      }
    },
    map: { rename: editorField },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { restored, forget } = useDraft(form, draftKey);
  const { formState, control, register, setFocus, setValue } = form;
  const { errors, isDirty, dirtyFields, isSubmitting } = formState;
  const wrong = errorPaths(errors);
  // A variant counts once, however many of its fields changed.
  const changed = new Set(
    dirtyPaths(dirtyFields).map((path) =>
      path
        .split(".")
        .slice(0, path.startsWith("variants.") ? 2 : 1)
        .join("."),
    ),
  );
  const title = useWatch({ control, name: "title" });
  const hasOptions = useWatch({ control, name: "options", compute: (all) => all.length > 0 });

  // The product was read again (another tab, after a save): take it while nothing is unsaved.
  const version = product?.version;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new version counts
  useEffect(() => {
    if (product && !isDirty && product.version !== before.current.version) {
      before.current = fromProduct(product);
      form.reset(before.current);
    }
  }, [version]);

  function discard() {
    forget();
    setProblem(null);
    setStale(false);
    form.reset(before.current);
  }

  async function theirs() {
    if (!product) return;
    const fresh = await client.fetchQuery({ ...productQuery(store.id, product.id), staleTime: 0 });
    before.current = fromProduct(fresh);
    discard();
  }

  async function mine() {
    if (!product) return;
    const fresh = await client.fetchQuery({ ...productQuery(store.id, product.id), staleTime: 0 });
    before.current = fromProduct(fresh);
    setValue("version", fresh.version);
    await onSubmit();
  }

  return (
    <FormProvider {...form}>
      <Page form className="flex-1 pb-4!">
        {header}
        <form noValidate onSubmit={onSubmit} className="grid gap-4">
          {restored && isDirty ? <Notice tone="info">{t("restored")}</Notice> : null}
          {stale ? (
            <Notice
              tone="warning"
              title={t("stale_title")}
              actions={
                <>
                  <Button size="sm" onClick={theirs}>
                    {t("stale_theirs")}
                  </Button>
                  <Button size="sm" onClick={mine}>
                    {t("stale_mine")}
                  </Button>
                </>
              }
            >
              {t("stale_body")}
            </Notice>
          ) : null}
          <FormProblem>{problem}</FormProblem>
          <DetailColumns
            main={
              <>
                <Panel className="grid gap-4 p-4">
                  <h2 className="sr-only">{t("basics")}</h2>
                  <Field
                    label={t("title")}
                    error={errors.title?.message}
                    end={t("title_count", { count: title.length, max: TITLE_MAX })}
                  >
                    <Input maxLength={255} autoFocus={product === null} {...register("title")} />
                  </Field>
                  <DescriptionField />
                </Panel>
                <MediaPanel storeId={store.id} />
                {hasOptions ? null : (
                  <SingleVariantPanel
                    currency={store.currency}
                    inclusive={store.prices_include_tax}
                  />
                )}
                <OptionsPanel currency={store.currency} inclusive={store.prices_include_tax} />
                <SeoPanel store={store} isNew={product === null} />
              </>
            }
            side={
              <>
                <StatusPanel product={product} store={store} />
                <PriceBreakdown store={store} />
                <OrganisationPanel storeId={store.id} />
              </>
            }
          />
          {/* Enter in a field saves, as in any form; the visible button is in the bar. */}
          <button type="submit" hidden tabIndex={-1} />
        </form>
        {footer}
        <UnsavedBar
          dirty={isDirty}
          fields={changed.size}
          errors={wrong.length}
          pending={isSubmitting}
          onSave={() => void onSubmit()}
          onDiscard={discard}
          onShowError={() => {
            const [first] = wrong;
            if (first) setFocus(first as Path<EditorValues>);
          }}
        />
      </Page>
    </FormProvider>
  );
}
