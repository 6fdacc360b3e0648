"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { SwitchField } from "@ecomm/ui/switch";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { TokenInput } from "@ecomm/ui/token-input";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ReviewSettings, reviewSettingsQuery, saveReviewSettings } from "@/api/reviews";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { reviewsTexts } from "./texts";

const MOST_WORDS = 200;

/** Whether shoppers are asked, and what is published without a look. */
export function ReviewSettingsDialog({
  storeId,
  settings,
  onClose,
}: {
  storeId: string;
  settings: ReviewSettings;
  onClose: () => void;
}) {
  const t = useTexts(reviewsTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [enabled, setEnabled] = useState(settings.enabled);
  const [auto, setAuto] = useState(settings.auto_publish);
  const [words, setWords] = useState(settings.words);
  const save = useMutation({
    mutationFn: () => saveReviewSettings(storeId, { enabled, auto_publish: auto, words }),
    onSuccess: (saved) => {
      client.setQueryData(reviewSettingsQuery(storeId).queryKey, saved);
      toast.success(t("saved"));
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("settings_title")} description={t("settings_body")}>
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            if (!save.isPending) save.mutate();
          }}
        >
          <DialogBody className="grid gap-4">
            <FormProblem>{save.error ? troubleText(save.error, shell) : null}</FormProblem>
            <SwitchField
              label={t("enabled")}
              help={t("enabled_help")}
              checked={enabled}
              onCheckedChange={setEnabled}
            />
            <SwitchField
              label={t("auto_publish")}
              help={t("auto_help")}
              checked={auto}
              onCheckedChange={setAuto}
            />
            <Field label={t("words")} help={t("words_help")} optional>
              <TokenInput
                value={words}
                maxLength={60}
                suggestions={[]}
                onValueChange={(next) =>
                  setWords(next.filter((word) => word.trim().length > 1).slice(0, MOST_WORDS))
                }
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
