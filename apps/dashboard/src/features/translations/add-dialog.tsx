"use client";

import { Button } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { addLocale } from "@/api/translations";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { languageName, languageOptions } from "./names";
import { translationTexts } from "./texts";

/** Adds a language to the store, unpublished. */
export function AddLanguage({
  storeId,
  taken,
  onAdded,
  onClose,
}: {
  storeId: string;
  taken: readonly string[];
  onAdded: (locale: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const t = useTexts(translationTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const [locale, setLocale] = useState("");
  const add = useMutation({
    mutationFn: () => addLocale(storeId, locale),
    onSuccess: async () => {
      await onAdded(locale);
      toast.success(t("added", { name: languageName(locale, t.locale) }));
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("add_title")}>
        <DialogBody className="grid gap-4">
          <FormProblem>{add.error ? troubleText(add.error, shell) : null}</FormProblem>
          <Field label={t("language")} help={t("add_help")}>
            <Combobox
              value={locale}
              placeholder={t("choose")}
              options={languageOptions(t.locale, taken)}
              onValueChange={setLocale}
            />
          </Field>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("cancel")}</Button>
          </DialogClose>
          <Button
            variant="primary"
            disabled={!locale}
            pending={add.isPending}
            onClick={() => add.mutate()}
          >
            {t("add")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
