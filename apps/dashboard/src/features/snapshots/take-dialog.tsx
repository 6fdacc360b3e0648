"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { toast } from "@ecomm/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { snapshotsKey, takeSnapshot } from "@/api/snapshots";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { snapshotsTexts } from "./texts";

/** Asks what a backup is for, and has it taken. */
export function TakeDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(snapshotsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ label: z.string().trim().max(120) }),
    values: { label: "" },
    submit: async ({ label }) => {
      await takeSnapshot(store.id, label);
      await client.invalidateQueries({ queryKey: snapshotsKey(store.id) });
      toast.success(t("taken"));
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("take_title")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field
              label={t("take_label")}
              help={t("take_help")}
              error={form.formState.errors.label?.message}
            >
              <Input autoFocus maxLength={120} {...form.register("label")} />
            </Field>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>{t("close")}</Button>
            <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
              {t("take_do")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
