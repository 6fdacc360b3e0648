"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { meQuery } from "@/api/account";
import { invite } from "@/api/team";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { RoleField, StoresField } from "./role-fields";
import { type RoleChoice, roleOf } from "./roles";
import { teamTexts } from "./texts";

/** Asks somebody to join, by mail. */
export function InviteDialog({
  onClose,
  onSaved,
}: {
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const t = useTexts(teamTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  // Who may give it begins with the daily work; others choose.
  const me = useQuery(meQuery);
  const first = me.data?.role === "custom" ? "" : "staff";
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      email: z
        .string()
        .trim()
        .min(1, t("email_missing"))
        .pipe(z.email(t("email_invalid"))),
      role: z.string().min(1, t("role_missing")),
      store_ids: z.array(z.string()).min(1, t("stores_missing")).nullable(),
    }),
    values: { email: "", role: first as RoleChoice, store_ids: null as string[] | null },
    submit: async (values) => {
      await invite({ ...values, ...roleOf(values.role) });
      await onSaved();
      onClose();
      toast.success(t("invited", { email: values.email }));
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  const role = form.watch("role");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("invite_title")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field
              label={t("invite_email")}
              help={t("invite_email_help")}
              error={errors.email?.message}
            >
              <Input
                type="email"
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus
                {...form.register("email")}
              />
            </Field>
            <Controller
              control={form.control}
              name="role"
              render={({ field }) => (
                <RoleField
                  value={field.value}
                  error={errors.role?.message}
                  onChange={(next) => {
                    field.onChange(next);
                    if (next === "owner") form.setValue("store_ids", null);
                  }}
                />
              )}
            />
            {role === "owner" ? null : (
              <Controller
                control={form.control}
                name="store_ids"
                render={({ field }) => (
                  <StoresField
                    value={field.value}
                    error={errors.store_ids?.message}
                    onChange={field.onChange}
                  />
                )}
              />
            )}
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("invite_send")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
