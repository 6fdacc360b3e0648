"use client";

import { Button } from "@ecomm/ui/button";
import { Checkbox } from "@ecomm/ui/checkbox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { Copy } from "lucide-react";
import { useState } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { createKey } from "@/api/team";
import { StoresField } from "@/features/team/role-fields";
import { teamTexts } from "@/features/team/texts";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { keysTexts } from "./texts";

const DAY_MS = 86_400_000;
const ENDS = ["30", "90", "365", "none"] as const;
type Texts = ReturnType<typeof useTexts<(typeof keysTexts)["messages"]>>;

const nameOf = (t: Texts, resource: string): string =>
  t.has(resource) ? t(resource as "products") : resource;

/** Makes a key; then shows it, this once. */
export function KeyDialog({
  scopes,
  onClose,
  onMade,
}: {
  scopes: readonly string[];
  onClose: () => void;
  onMade: () => Promise<void>;
}) {
  const t = useTexts(keysTexts);
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t(made ? "made_title" : "new_title")}>
        {made ? (
          <MadeKey name={made.name} secret={made.key} onDone={onClose} />
        ) : (
          <KeyForm
            scopes={scopes}
            onMade={async (name, key) => {
              setMade({ name, key });
              await onMade();
            }}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

function KeyForm({
  scopes,
  onMade,
}: {
  scopes: readonly string[];
  onMade: (name: string, key: string) => Promise<void>;
}) {
  const t = useTexts(keysTexts);
  const team = useTexts(teamTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("name_missing")).max(120),
      scopes: z.array(z.string()).min(1, t("what_missing")),
      store_ids: z.array(z.string()).min(1, team("stores_missing")).nullable(),
      ends: z.enum(ENDS),
    }),
    values: {
      name: "",
      scopes: [] as string[],
      store_ids: null as string[] | null,
      ends: "365" as (typeof ENDS)[number],
    },
    submit: async ({ ends, ...values }) => {
      const expires_at =
        ends === "none" ? null : new Date(Date.now() + Number(ends) * DAY_MS).toISOString();
      const { name, key } = await createKey({ ...values, expires_at });
      await onMade(name, key);
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <form noValidate onSubmit={onSubmit} className="contents">
      <DialogBody className="grid gap-4">
        <FormProblem>{problem}</FormProblem>
        <Field label={t("name")} help={t("name_help")} error={errors.name?.message}>
          <Input maxLength={120} autoFocus {...form.register("name")} />
        </Field>
        <Controller
          control={form.control}
          name="scopes"
          render={({ field }) => (
            <Field label={t("what")} group error={errors.scopes?.message}>
              <ScopeTable scopes={scopes} value={field.value} onChange={field.onChange} />
            </Field>
          )}
        />
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
        <Controller
          control={form.control}
          name="ends"
          render={({ field }) => (
            <Field label={t("ends_label")}>
              <Select
                value={field.value}
                onValueChange={field.onChange}
                options={ENDS.map((days) => ({ value: days, label: t(`ends_${days}`) }))}
              />
            </Field>
          )}
        />
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{ui("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" pending={isSubmitting}>
          {t("make")}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Parts of the data against reading and changing. */
function ScopeTable({
  scopes,
  value,
  onChange,
}: {
  scopes: readonly string[];
  value: string[];
  onChange: (scopes: string[]) => void;
}) {
  const t = useTexts(keysTexts);
  const resources = [...new Set(scopes.map((scope) => scope.split(":")[0] ?? scope))];
  return (
    <table className="w-full text-13">
      <thead>
        <tr className="text-12 text-subtle">
          <th scope="col" className="py-1 text-start font-normal">
            {t("resource")}
          </th>
          <th scope="col" className="w-20 py-1 text-center font-normal">
            {t("see")}
          </th>
          <th scope="col" className="w-20 py-1 text-center font-normal">
            {t("alter")}
          </th>
        </tr>
      </thead>
      <tbody>
        {resources.map((resource) => (
          <tr key={resource} className="border-t">
            <th scope="row" className="py-1.5 text-start font-normal first-letter:uppercase">
              {nameOf(t, resource)}
            </th>
            {(["read", "write"] as const).map((verb) => {
              const scope = `${resource}:${verb}`;
              return (
                <td key={verb} className="py-1.5 text-center">
                  <Checkbox
                    className="mx-auto"
                    aria-label={t(verb, { what: nameOf(t, resource) })}
                    checked={value.includes(scope)}
                    onCheckedChange={(on) =>
                      onChange(
                        on === true ? [...value, scope] : value.filter((other) => other !== scope),
                      )
                    }
                  />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MadeKey({ name, secret, onDone }: { name: string; secret: string; onDone: () => void }) {
  const t = useTexts(keysTexts);
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => toast.success(t("copied")),
      () => toast.error(t("copy_failed")),
    );
  return (
    <>
      <DialogBody className="grid gap-4">
        <p className="text-13 text-muted">{t("made_body")}</p>
        <Field label={t("made_label", { name })}>
          <Input readOnly value={secret} className="font-mono" onFocus={(e) => e.target.select()} />
        </Field>
        <div>
          <Button onClick={copy}>
            <Copy aria-hidden />
            {t("copy")}
          </Button>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onDone}>
          {t("done")}
        </Button>
      </DialogFooter>
    </>
  );
}
