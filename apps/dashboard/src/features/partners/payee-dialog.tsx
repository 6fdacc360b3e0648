"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { joinAffiliates, partnersQuery, setPayee } from "@/api/partners";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { partnersTexts } from "./texts";

/** Where an affiliate is paid; `joining`: the version of the terms that is agreed to by it. */
export function PayeeDialog({
  joining,
  name = "",
  onClose,
}: {
  joining?: string;
  name?: string;
  onClose: () => void;
}) {
  const t = useTexts(partnersTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      payee_name: z.string().trim().min(1, t("payee_name_missing")).max(120),
      payee_account: z.string().trim().min(4, t("payee_account_short")).max(120),
    }),
    values: { payee_name: name, payee_account: "" },
    submit: async (values) => {
      const shown = joining
        ? await joinAffiliates({ ...values, terms_version: joining })
        : await setPayee(values);
      client.setQueryData(partnersQuery.queryKey, shown);
      toast.success(t(joining ? "joined_toast" : "payee_saved"));
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t(joining ? "join_title" : "payee_title")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            {joining ? (
              <p className="text-13 text-muted">{t("join_terms", { version: joining })}</p>
            ) : null}
            <Field label={t("payee_name")} error={errors.payee_name?.message}>
              <Input
                autoComplete="name"
                autoFocus
                maxLength={120}
                {...form.register("payee_name")}
              />
            </Field>
            <Field
              label={t("payee_account")}
              help={t("payee_account_help")}
              error={errors.payee_account?.message}
            >
              <Input
                autoComplete="off"
                spellCheck={false}
                maxLength={120}
                {...form.register("payee_account")}
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t(joining ? "join_now" : "save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
