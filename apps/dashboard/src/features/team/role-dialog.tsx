"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { meQuery } from "@/api/account";
import { type CustomRole, createRole, type Offered, updateRole } from "@/api/team";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { PermissionFields } from "./permission-fields";
import { ALWAYS, isPreset, PRESETS, whole } from "./roles";
import { rolesTexts } from "./roles-texts";
import { teamTexts } from "./texts";

const EMPTY = "empty";

/** Makes a role, or changes one. */
export function RoleDialog({
  role,
  offered,
  others,
  onClose,
  onSaved,
}: {
  role: CustomRole | null;
  offered: Offered;
  others: readonly CustomRole[];
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const t = useTexts(rolesTexts);
  const team = useTexts(teamTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [start, setStart] = useState(EMPTY);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("name_missing")).max(60),
      description: z.string().trim().max(300),
      permissions: z.array(z.string()).min(2, t("what_none")),
    }),
    values: {
      name: role?.name ?? "",
      description: role?.description ?? "",
      permissions: role?.permissions ?? [ALWAYS],
    },
    submit: async (values) => {
      const saved = role ? await updateRole(role.id, values) : await createRole(values);
      await onSaved();
      // One's own rights may be among those that changed.
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
      onClose();
      toast.success(t(role ? "saved" : "made", { name: saved.name }));
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  const chosen = form.watch("permissions");
  const choose = (next: Iterable<string>) =>
    form.setValue("permissions", [...next], { shouldDirty: true, shouldValidate: true });

  function copy(from: string) {
    setStart(from);
    const source = isPreset(from)
      ? offered.presets.find((one) => one.role === from)?.permissions
      : others.find((one) => one.id === from)?.permissions;
    const mine = new Set(offered.permissions.filter((one) => one.mine).map((one) => one.name));
    // What one may not give stays out, and with it what is no use without it.
    const kept = [ALWAYS, ...(source ?? [])].filter((name) =>
      [...whole(offered, [name])].every((needed) => mine.has(needed)),
    );
    choose(whole(offered, kept));
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={role ? t("edit_title", { name: role.name }) : t("new_title")}
        {...(role ? { description: t("edit_note", { count: role.members }) } : {})}
        className="md:top-[6vh] md:max-h-[88vh] md:max-w-170"
      >
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <div className="grid gap-4 md:grid-cols-2">
              <Field label={t("name")} error={errors.name?.message}>
                <Input maxLength={60} autoComplete="off" autoFocus {...form.register("name")} />
              </Field>
              {role ? null : (
                <Field label={t("start")} help={t("start_help")}>
                  <Select
                    value={start}
                    onValueChange={copy}
                    options={[
                      { value: EMPTY, label: t("start_empty") },
                      ...PRESETS.filter((one) => one !== "owner").map((one) => ({
                        value: one as string,
                        label: team(one),
                      })),
                      ...others.map((one) => ({ value: one.id, label: one.name })),
                    ]}
                  />
                </Field>
              )}
              <Field
                label={t("description")}
                help={t("description_help")}
                error={errors.description?.message}
                optional
                className="md:col-span-2"
              >
                <Input maxLength={300} autoComplete="off" {...form.register("description")} />
              </Field>
            </div>
            <Field
              label={t("what")}
              help={t("what_note")}
              error={errors.permissions?.message}
              group
            >
              <PermissionFields offered={offered} chosen={new Set(chosen)} onChange={choose} />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t(role ? "save" : "make")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
