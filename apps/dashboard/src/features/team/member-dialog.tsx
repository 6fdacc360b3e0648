"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { type Member, updateMember } from "@/api/team";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { RoleField, StoresField } from "./role-fields";
import { choiceOf, roleOf } from "./roles";
import { teamTexts } from "./texts";

/** Another role or other stores for a member. */
export function MemberDialog({
  member,
  onClose,
  onSaved,
}: {
  member: Member;
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const t = useTexts(teamTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const { name } = member;
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      role: z.string().min(1, t("role_missing")),
      store_ids: z.array(z.string()).min(1, t("stores_missing")).nullable(),
    }),
    values: { role: choiceOf(member), store_ids: member.store_ids as string[] | null },
    submit: async (values) => {
      await updateMember(member.user_id, {
        ...roleOf(values.role),
        store_ids: values.store_ids,
      });
      await onSaved();
      onClose();
      toast.success(t("saved", { name }));
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  const role = form.watch("role");
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("change", { name })}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Controller
              control={form.control}
              name="role"
              render={({ field }) => (
                <RoleField
                  value={field.value}
                  held={choiceOf(member)}
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
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
