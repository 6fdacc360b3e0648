"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { SwitchField } from "@ecomm/ui/switch";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type FraudSettings, fraudSettingsQuery, saveFraudSettings } from "@/api/fraud";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { fraudTexts } from "./texts";

const LEAST = 1;
const MOST = 100;

/** A whole number of points, else null. */
function points(typed: string): number | null {
  const number = Number(typed);
  return /^\d{1,3}$/.test(typed) && number >= LEAST && number <= MOST ? number : null;
}

/** From how many points on a person looks, and from how many on nothing happens without one. */
export function FraudSettingsDialog({
  storeId,
  settings,
  onClose,
}: {
  storeId: string;
  settings: FraudSettings;
  onClose: () => void;
}) {
  const t = useTexts(fraudTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [enabled, setEnabled] = useState(settings.enabled);
  const [late, setLate] = useState(settings.capture_late);
  const [review, setReview] = useState(String(settings.review_at));
  const [hold, setHold] = useState(String(settings.hold_at));
  const reviewAt = points(review);
  const holdAt = points(hold);
  const crossed = reviewAt !== null && holdAt !== null && holdAt < reviewAt;
  const save = useMutation({
    mutationFn: () =>
      saveFraudSettings(storeId, {
        enabled,
        capture_late: late,
        review_at: reviewAt ?? settings.review_at,
        hold_at: holdAt ?? settings.hold_at,
      }),
    onSuccess: (saved) => {
      client.setQueryData(fraudSettingsQuery(storeId).queryKey, saved);
      toast.success(t("saved"));
      onClose();
    },
  });
  const ready = reviewAt !== null && holdAt !== null && !crossed;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("settings_title")} description={t("settings_body")}>
        <form
          noValidate
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready && !save.isPending) save.mutate();
          }}
        >
          <DialogBody className="grid gap-4">
            <FormProblem>{save.error ? troubleText(save.error, shell) : null}</FormProblem>
            <SwitchField label={t("enabled")} checked={enabled} onCheckedChange={setEnabled} />
            <Field
              label={t("review_at")}
              help={t("review_help")}
              error={reviewAt === null ? t("score_range") : undefined}
            >
              <Input
                inputMode="numeric"
                className="num w-24"
                maxLength={3}
                value={review}
                onChange={(event) => setReview(event.target.value.trim())}
              />
            </Field>
            <Field
              label={t("hold_at")}
              help={t("hold_help")}
              error={holdAt === null ? t("score_range") : crossed ? t("hold_order") : undefined}
            >
              <Input
                inputMode="numeric"
                className="num w-24"
                maxLength={3}
                value={hold}
                onChange={(event) => setHold(event.target.value.trim())}
              />
            </Field>
            <SwitchField
              label={t("capture_late")}
              help={t("capture_help")}
              checked={late}
              onCheckedChange={setLate}
            />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={!ready} pending={save.isPending}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
