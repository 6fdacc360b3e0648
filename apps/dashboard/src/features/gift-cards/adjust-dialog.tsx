"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { MoneyInput } from "@ecomm/ui/money-input";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { toast } from "@ecomm/ui/toast";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { adjustGiftCard, type GiftCard } from "@/api/gift-cards";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { giftCardsTexts } from "./texts";

interface Values {
  direction: "add" | "take";
  amount: number | null;
  note: string;
}

/** Puts on or takes off by hand; every change stays in the ledger. */
export function AdjustDialog({
  card,
  onClose,
  onDone,
}: {
  card: GiftCard;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const t = useTexts(giftCardsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { form, onSubmit, problem } = useApiForm<Values>({
    schema: z.custom<Values>().superRefine((values, context) => {
      const say = (path: string, message: string) =>
        context.addIssue({ code: "custom", path: [path], message });
      if (!((values.amount ?? 0) > 0)) say("amount", t("amount_missing"));
      if (values.note.trim() === "") say("note", t("adjust_note_missing"));
    }) as z.ZodType<Values, Values>,
    values: { direction: "add", amount: null, note: "" },
    submit: async ({ direction, amount, note }) => {
      const signed = (amount ?? 0) * (direction === "take" ? -1 : 1);
      await adjustGiftCard(store.id, card.id, signed, note.trim());
      await onDone();
      toast.success(t("switched"));
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { control, register, formState } = form;
  const { errors, isSubmitting } = formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t("adjust_title", { last4: card.last4 })}
        description={t("adjust_body")}
      >
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Controller
              control={control}
              name="direction"
              render={({ field }) => (
                <RadioGroup
                  value={field.value}
                  aria-label={t("adjust_direction")}
                  onValueChange={field.onChange}
                >
                  <RadioItem value="add" label={t("adjust_add")} />
                  <RadioItem value="take" label={t("adjust_take")} />
                </RadioGroup>
              )}
            />
            <Controller
              control={control}
              name="amount"
              render={({ field }) => (
                <Field label={t("amount")} error={errors.amount?.message}>
                  <MoneyInput
                    ref={field.ref}
                    currency={card.balance.currency}
                    value={field.value}
                    onValueChange={field.onChange}
                    onBlur={field.onBlur}
                  />
                </Field>
              )}
            />
            <Field label={t("adjust_note")} error={errors.note?.message}>
              <Input maxLength={500} {...register("note")} />
            </Field>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>{t("cancel")}</Button>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("adjust_do")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
