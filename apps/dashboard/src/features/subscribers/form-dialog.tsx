"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Notice } from "@ecomm/ui/states";
import { SwitchField } from "@ecomm/ui/switch";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { type NewsletterSettings, newsletterQuery, saveNewsletter } from "@/api/subscribers";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { subscribersTexts } from "./texts";

/** Whether the shop shows its form. */
export function FormDialog({
  storeId,
  settings,
  onClose,
}: {
  storeId: string;
  settings: NewsletterSettings;
  onClose: () => void;
}) {
  const t = useTexts(subscribersTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [form, setForm] = useState(settings.form);
  const save = useMutation({
    mutationFn: () => saveNewsletter(storeId, form),
    onSuccess: (saved) => {
      client.setQueryData(newsletterQuery(storeId).queryKey, saved);
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
              label={t("form")}
              help={t("form_help")}
              checked={form}
              onCheckedChange={setForm}
            />
            {settings.own_sender ? null : (
              <Notice
                actions={
                  <Button asChild size="sm">
                    <Link href={`/stores/${storeId}/mails`}>{t("set_sender")}</Link>
                  </Button>
                }
              >
                {t("no_sender")}
              </Notice>
            )}
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
