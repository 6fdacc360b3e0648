"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Select } from "@ecomm/ui/select";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { giftCardsKey, issueGiftCard, type NewGiftCard } from "@/api/gift-cards";
import { currenciesQuery } from "@/api/selling";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { giftCardsTexts } from "./texts";

interface Values {
  amount: number | null;
  currency: string;
  email: string;
  expires: string;
  note: string;
}

/** Where the API names a field differently from the form. */
const FIELDS: Record<string, string> = {
  "amount.amount": "amount",
  "amount.currency": "currency",
  expires_at: "expires",
};

/** Makes a gift card by hand; its code is shown this once. */
export function IssueDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(giftCardsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const [made, setMade] = useState<NewGiftCard | null>(null);
  const { form, onSubmit, problem } = useApiForm<Values>({
    schema: z.custom<Values>().superRefine((values, context) => {
      const say = (path: string, message: string) =>
        context.addIssue({ code: "custom", path: [path], message });
      if (!((values.amount ?? 0) > 0)) say("amount", t("amount_missing"));
      if (values.email.trim() && !/^\S+@\S+\.\S+$/.test(values.email.trim())) {
        say("email", t("email_bad"));
      }
    }) as z.ZodType<Values, Values>,
    values: { amount: null, currency: store.currency, email: "", expires: "", note: "" },
    submit: async (values) => {
      const card = await issueGiftCard(
        store.id,
        {
          amount: { amount: values.amount ?? 0, currency: values.currency },
          email: values.email.trim() || null,
          expires_at: values.expires ? new Date(`${values.expires}T23:59:59`).toISOString() : null,
          note: values.note.trim() || null,
        },
        key.current,
      );
      await client.invalidateQueries({ queryKey: giftCardsKey(store.id) });
      setMade(card);
    },
    map: { rename: (field) => FIELDS[field] ?? field },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { control, register, formState, watch } = form;
  const { errors, isSubmitting } = formState;
  const currency = watch("currency");
  const others = useQuery(currenciesQuery(store.id)).data?.currencies ?? [];
  const currencies = [
    store.currency,
    ...others.filter((other) => other.enabled).map((other) => other.currency),
  ];
  if (made) {
    return (
      <Dialog open onOpenChange={(open) => !open && onClose()}>
        <DialogContent title={t("made_title")} description={t("made_body")}>
          <DialogBody>
            <p className="num rounded-md border p-4 text-center text-20 font-medium break-all select-all">
              {made.code}
            </p>
          </DialogBody>
          <DialogFooter>
            <Button
              onClick={() =>
                void navigator.clipboard.writeText(made.code).then(() => toast.success(t("copied")))
              }
            >
              {t("copy")}
            </Button>
            <Button variant="primary" onClick={onClose}>
              {t("done")}
            </Button>
          </DialogFooter>
        </DialogContent>
      </Dialog>
    );
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("new_title")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Controller
              control={control}
              name="amount"
              render={({ field }) => (
                <Field label={t("amount")} error={errors.amount?.message}>
                  <MoneyInput
                    ref={field.ref}
                    autoFocus
                    currency={currency}
                    value={field.value}
                    onValueChange={field.onChange}
                    onBlur={field.onBlur}
                  />
                </Field>
              )}
            />
            {currencies.length > 1 ? (
              <Controller
                control={control}
                name="currency"
                render={({ field }) => (
                  <Field
                    label={t("currency")}
                    help={t("currency_help")}
                    error={errors.currency?.message}
                  >
                    <Select
                      value={field.value}
                      onValueChange={field.onChange}
                      options={currencies.map((value) => ({ value, label: value }))}
                    />
                  </Field>
                )}
              />
            ) : null}
            <Field label={t("email")} help={t("email_help")} error={errors.email?.message} optional>
              <Input type="email" maxLength={254} autoComplete="off" {...register("email")} />
            </Field>
            <Field
              label={t("expires")}
              help={t("expires_help")}
              error={errors.expires?.message}
              optional
            >
              <Input type="date" {...register("expires")} />
            </Field>
            <Field label={t("note")} error={errors.note?.message} optional>
              <Input maxLength={500} {...register("note")} />
            </Field>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>{t("cancel")}</Button>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("make")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
