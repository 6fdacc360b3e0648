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
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { FormProvider, type Path, useWatch } from "react-hook-form";
import type { Product } from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { DescriptionField } from "./description-field";
import { SafetyPanel, TaxPanel } from "./facts-panel";
import { Fields } from "./fields";
import { MediaPanel } from "./media-panel";
import { OptionsPanel } from "./options-panel";
import { PriceBreakdown } from "./price-breakdown";
import { rebase } from "./rebase";
import { SeoPanel } from "./seo-panel";
import { OrganisationPanel, StatusPanel } from "./side-panels";
import { SingleVariantPanel } from "./single-variant";
import { editorTexts } from "./texts";
import { type EditorValues, editorField, editorSchema } from "./values";

const TITLE_MAX = 120;

/** The whole editor, for a new product and for one that exists. */
export function ProductForm({
  product,
  initial,
  draftKey,
  header,
  footer,
  save,
  read,
}: {
  product: Product | null;
  initial: EditorValues;
  draftKey: string;
  header: ReactNode;
  footer?: ReactNode;
  /** Sends the values; gives what they are afterwards, or null where the page is left. */
  save: (before: EditorValues, values: EditorValues) => Promise<EditorValues | null>;
  /** The values as they are saved now; absent for a product that does not exist yet. */
  read?: () => Promise<EditorValues>;
}) {
  const t = useTexts(editorTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
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
  const { restored, forget } = useDraft(form, draftKey, rebase);
  const { formState, control, register, setFocus } = form;
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
      before.current = initial;
      form.reset(initial);
    }
  }, [version]);

  function discard() {
    forget();
    setProblem(null);
    setStale(false);
    form.reset(before.current);
  }

  /** The product as it is now; null where it could not be read, which is said. */
  async function readAgain(): Promise<EditorValues | null> {
    if (!read) return null;
    try {
      return await read();
    } catch (error) {
      setProblem(troubleText(error, shell));
      return null;
    }
  }

  async function loadTheirs() {
    const theirs = await readAgain();
    if (!theirs) return;
    before.current = theirs;
    discard();
  }

  /** What was changed here on top of what was saved elsewhere: neither is lost. */
  async function mine() {
    const theirs = await readAgain();
    if (!theirs) return;
    const merged = rebase(before.current, form.getValues(), theirs);
    before.current = theirs;
    form.reset(theirs);
    form.reset(merged, { keepDefaultValues: true });
    await onSubmit();
  }

  return (
    <FormProvider {...form}>
      <Page form className="flex-1 pb-4!">
        {header}
        <form noValidate onSubmit={onSubmit} className="grid gap-4">
          <ReadOnlyNote what="catalog" />
          {restored && isDirty ? <Notice tone="info">{t("restored")}</Notice> : null}
          {stale ? (
            <Notice
              tone="warning"
              title={t("stale_title")}
              actions={
                <>
                  <Button size="sm" onClick={loadTheirs}>
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
                <Fields className="grid grid-cols-[minmax(0,1fr)] gap-4">
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
                </Fields>
                <OptionsPanel currency={store.currency} inclusive={store.prices_include_tax} />
                <Fields>
                  <SeoPanel store={store} isNew={product === null} />
                  <SafetyPanel />
                </Fields>
              </>
            }
            side={
              <Fields className="grid grid-cols-[minmax(0,1fr)] gap-4">
                <StatusPanel product={product} store={store} />
                <PriceBreakdown store={store} />
                <OrganisationPanel storeId={store.id} />
                <TaxPanel />
              </Fields>
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
