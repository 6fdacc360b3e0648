"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { Skeleton } from "@ecomm/ui/skeleton";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { saveText, type Translation, type TranslationRow, textQuery } from "@/api/translations";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { formRefusal, loadError, troubleText } from "@/shell/trouble";
import { languageName } from "./names";
import { StateMark } from "./state-mark";
import { translationTexts } from "./texts";

const FIELDS = ["title", "description", "seo_title", "seo_description"] as const;

interface Props {
  storeId: string;
  own: string;
  locale: string;
  readOnly: boolean;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}

/** The texts of one thing, each below its original. */
export function TextDialog({ row, ...rest }: Props & { row: TranslationRow }) {
  const t = useTexts(translationTexts);
  const shell = useTexts(shellTexts);
  const found = useQuery(textQuery(rest.storeId, rest.locale, row.kind, row.id));
  const error = loadError(found, shell);
  return (
    <Dialog open onOpenChange={(open) => !open && rest.onClose()}>
      <DialogContent title={t("open", { name: row.title })}>
        {error ? (
          <LoadError error={error} />
        ) : found.data ? (
          <TextForm {...rest} thing={found.data} />
        ) : (
          <DialogBody className="grid gap-3" aria-busy="true">
            <Skeleton className="w-40" />
            <Skeleton className="w-full" />
          </DialogBody>
        )}
      </DialogContent>
    </Dialog>
  );
}

function TextForm({
  storeId,
  own,
  locale,
  readOnly,
  onClose,
  onSaved,
  thing,
}: Props & { thing: Translation }) {
  const t = useTexts(translationTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const html = thing.kind !== "category";
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      title: z.string().max(thing.kind === "category" ? 120 : 255),
      description: z.string().max(thing.kind === "category" ? 5000 : 200_000),
      seo_title: z.string().max(255),
      seo_description: z.string().max(1000),
    }),
    values: {
      title: thing.title.text ?? "",
      description: thing.description.text ?? "",
      seo_title: thing.seo_title.text ?? "",
      seo_description: thing.seo_description.text ?? "",
    },
    submit: async (values) => {
      // Whoever reads an outdated translation and saves has seen the original as it is now.
      const texts = Object.fromEntries(
        FIELDS.filter(
          (name) => values[name] !== (thing[name].text ?? "") || thing[name].state === "outdated",
        ).map((name) => [name, values[name] || null]),
      );
      const digests = Object.fromEntries(
        Object.keys(texts).map((name) => [name, thing[name as (typeof FIELDS)[number]].digest]),
      );
      await saveText(storeId, locale, thing.kind, thing.id, { ...texts, digests });
      await onSaved();
      toast.success(t("saved", { name: values.title || (thing.title.source ?? "") }));
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, formState } = form;
  const { errors, isSubmitting } = formState;
  const ownName = languageName(own, t.locale);
  return (
    <form noValidate onSubmit={onSubmit} className="contents">
      <DialogBody className="grid gap-5">
        <FormProblem>{problem}</FormProblem>
        {FIELDS.map((name, place) => {
          const { source, state } = thing[name];
          const long = name === "description" || name === "seo_description";
          return (
            <div key={name} className="grid gap-1.5">
              <Field
                label={t(`field_${name}`)}
                help={name === "description" && html ? t("html_help") : undefined}
                error={errors[name]?.message}
              >
                {long ? (
                  <Textarea
                    rows={name === "description" ? 5 : 2}
                    lang={locale}
                    readOnly={readOnly}
                    {...register(name)}
                  />
                ) : (
                  <Input
                    lang={locale}
                    readOnly={readOnly}
                    autoFocus={place === 0}
                    {...register(name)}
                  />
                )}
              </Field>
              <div className="flex items-start gap-2 text-12 text-subtle">
                <span className="min-w-0 flex-1 wrap-break-word">
                  {source ? (
                    <>
                      {t("original", { own: ownName })}:{" "}
                      <span lang={own} className="line-clamp-4 text-muted">
                        {source}
                      </span>
                    </>
                  ) : (
                    t("empty_original", { own: ownName })
                  )}
                </span>
                {state ? <StateMark state={state} /> : null}
              </div>
            </div>
          );
        })}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{ui("cancel")}</Button>
        </DialogClose>
        {readOnly ? null : (
          <Button type="submit" variant="primary" pending={isSubmitting}>
            {t("save")}
          </Button>
        )}
      </DialogFooter>
    </form>
  );
}
