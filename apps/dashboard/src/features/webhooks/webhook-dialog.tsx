"use client";

import { Button } from "@ecomm/ui/button";
import { Checkbox } from "@ecomm/ui/checkbox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { useId } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import {
  createWebhook,
  type EventName,
  type NewWebhook,
  replaceWebhook,
  type Webhook,
  type WebhookEvent,
} from "@/api/webhooks";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { webhooksTexts } from "./texts";

const GROUPS = ["orders", "products", "inventory", "customers", "carts", "stores"] as const;

/** Makes a webhook, or changes one. */
export function WebhookDialog({
  webhook,
  events,
  onClose,
  onMade,
  onSaved,
}: {
  webhook: Webhook | null;
  events: readonly WebhookEvent[];
  onClose: () => void;
  onMade?: (made: NewWebhook) => void;
  onSaved: (saved: Webhook) => Promise<void>;
}) {
  const t = useTexts(webhooksTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("name_missing")).max(120),
      url: z
        .string()
        .trim()
        .regex(/^https?:\/\/\S+$/, t("url_missing"))
        .max(500),
      types: z.array(z.string()).min(1, t("types_missing")),
    }),
    values: {
      name: webhook?.name ?? "",
      url: webhook?.url ?? "",
      types: webhook?.types ?? ([] as string[]),
    },
    submit: async (values) => {
      const body = { ...values, types: values.types as EventName[] };
      if (webhook) {
        await onSaved(await replaceWebhook(store.id, webhook.id, body));
      } else {
        const made = await createWebhook(store.id, body);
        await onSaved(made);
        onMade?.(made);
      }
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t(webhook ? "edit_title" : "new_title")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("name")} help={t("name_help")} error={errors.name?.message}>
              <Input maxLength={120} autoFocus {...form.register("name")} />
            </Field>
            <Field label={t("url")} help={t("url_help")} error={errors.url?.message}>
              <Input
                type="url"
                inputMode="url"
                autoComplete="off"
                placeholder="https://"
                maxLength={500}
                {...form.register("url")}
              />
            </Field>
            <Controller
              control={form.control}
              name="types"
              render={({ field }) => (
                <Field label={t("types")} group error={errors.types?.message}>
                  <EventChoice events={events} value={field.value} onChange={field.onChange} />
                </Field>
              )}
            />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t(webhook ? "save" : "make")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** The events by group, each with what it means. */
function EventChoice({
  events,
  value,
  onChange,
}: {
  events: readonly WebhookEvent[];
  value: string[];
  onChange: (types: string[]) => void;
}) {
  const t = useTexts(webhooksTexts);
  const id = useId();
  return (
    <div className="grid gap-4">
      {GROUPS.map((group) => (
        <fieldset key={group} className="grid gap-2">
          <legend className="mb-1.5 text-12 text-subtle">{t(`group_${group}`)}</legend>
          {events
            .filter((event) => event.group === group)
            .map((event) => (
              <div key={event.type} className="flex items-start gap-2 text-13">
                <Checkbox
                  id={`${id}-${event.type}`}
                  checked={value.includes(event.type)}
                  onCheckedChange={(on) =>
                    onChange(
                      on === true
                        ? [...value, event.type]
                        : value.filter((other) => other !== event.type),
                    )
                  }
                />
                <label htmlFor={`${id}-${event.type}`} className="min-w-0">
                  <span className="font-mono text-12">{event.type}</span>
                  <span className="block text-12 text-muted">{event.summary}</span>
                </label>
              </div>
            ))}
        </fieldset>
      ))}
    </div>
  );
}
