"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import { SwitchField } from "@ecomm/ui/switch";
import { uiTexts } from "@ecomm/ui/texts";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { type Inventory, inventoryKey, productsKey, updateInventory } from "@/api/products";
import type { Store } from "@/api/stores";
import { WholeInput } from "@/features/products/editor/whole-input";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { variantDetail } from "@/shell/variant-detail";
import { Movements } from "./movements";
import { inventoryTexts } from "./texts";
import { variantName } from "./variant-name";

const REASONS = [
  "correction",
  "received",
  "damaged",
  "lost",
  "returned",
  "count",
  "sample",
  "transfer",
] as const;
type Reason = (typeof REASONS)[number];

/** Sets the stock of one variant and shows what changed it before. */
export function AdjustDialog({
  row,
  store,
  onClose,
}: {
  row: Inventory;
  store: Store;
  onClose: () => void;
}) {
  const t = useTexts(inventoryTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const undoToast = useUndoToast();
  const name = variantName(row);

  const refresh = async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: inventoryKey(store.id) }),
      client.invalidateQueries({ queryKey: productsKey(store.id) }),
      client.invalidateQueries({ queryKey: ["store", store.id, "product"] }),
      client.invalidateQueries({ queryKey: ["store", store.id, "overview"] }),
    ]);
  };
  const undo = useMutation({
    // By difference, so that pieces sold in between stay sold.
    mutationFn: (now: Inventory) =>
      updateInventory(store.id, row.variant_id, {
        ...(row.tracked && now.tracked && row.on_hand !== now.on_hand
          ? { change: row.on_hand - now.on_hand }
          : {}),
        ...(row.tracked === now.tracked ? {} : { tracked: row.tracked }),
        policy: row.policy,
        safety_stock: row.safety_stock,
        low_at: row.low_at,
        reason: "correction",
      }),
    onSuccess: async () => {
      await refresh();
      toast.success(t("undone"));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const { form, onSubmit, problem } = useApiForm({
    schema: z
      .object({
        on_hand: z.number(t("dialog_on_hand_invalid")).int().min(0).nullable(),
        tracked: z.boolean(),
        backorder: z.boolean(),
        reason: z.enum(REASONS),
        note: z.string().max(200),
        safety_stock: z.number(t("dialog_on_hand_invalid")).int().min(0).nullable(),
        low_at: z.number(t("dialog_on_hand_invalid")).int().min(0).nullable(),
      })
      .superRefine((values, context) => {
        if (values.tracked && values.on_hand === null) {
          context.addIssue({
            code: "custom",
            path: ["on_hand"],
            message: t("dialog_on_hand_invalid"),
          });
        }
      }),
    values: {
      on_hand: row.on_hand as number | null,
      tracked: row.tracked,
      backorder: row.policy === "backorder",
      reason: "correction" as Reason,
      note: "",
      safety_stock: row.safety_stock as number | null,
      low_at: row.low_at,
    },
    submit: async ({ on_hand, tracked, backorder, reason, note, safety_stock, low_at }) => {
      const changed = tracked && on_hand !== null && (on_hand !== row.on_hand || !row.tracked);
      const now = await updateInventory(store.id, row.variant_id, {
        ...(changed ? { on_hand } : {}),
        ...(tracked === row.tracked ? {} : { tracked }),
        ...(backorder === (row.policy === "backorder")
          ? {}
          : { policy: backorder ? "backorder" : "deny" }),
        ...(safety_stock === row.safety_stock ? {} : { safety_stock: safety_stock ?? 0 }),
        ...(low_at === row.low_at ? {} : { low_at }),
        reason,
        note: note.trim() || null,
      });
      await refresh();
      onClose();
      undoToast(
        now.tracked ? t("saved", { name, count: now.on_hand }) : t("saved_untracked", { name }),
        () => undo.mutate(now),
      );
    },
    map: { rename: (field) => (field === "change" ? "on_hand" : field) },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { control, formState, watch } = form;
  const { errors, isSubmitting } = formState;
  const tracked = watch("tracked");
  const next = watch("on_hand");
  const known = next !== null && !Number.isNaN(next) && next !== row.on_hand;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={row.product_title} description={variantDetail(row) || undefined}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            {tracked ? (
              <div className="grid gap-4 sm:grid-cols-2">
                <Controller
                  control={control}
                  name="on_hand"
                  render={({ field }) => (
                    <Field
                      label={t("dialog_on_hand")}
                      help={
                        known
                          ? t("dialog_summary", { before: row.on_hand, after: next })
                          : t("dialog_on_hand_help")
                      }
                      error={errors.on_hand?.message}
                    >
                      <WholeInput
                        ref={field.ref}
                        autoFocus
                        value={field.value}
                        onValueChange={field.onChange}
                        onBlur={field.onBlur}
                      />
                    </Field>
                  )}
                />
                <Field label={t("dialog_reason")}>
                  <Controller
                    control={control}
                    name="reason"
                    render={({ field }) => (
                      <Select
                        value={field.value}
                        onValueChange={field.onChange}
                        options={REASONS.map((value) => ({ value, label: t(`reason_${value}`) }))}
                      />
                    )}
                  />
                </Field>
              </div>
            ) : null}
            {tracked ? (
              <>
                <Field label={t("dialog_note")} error={errors.note?.message} optional>
                  <Input maxLength={200} {...form.register("note")} />
                </Field>
                <div className="grid gap-4 sm:grid-cols-2">
                  {(["safety_stock", "low_at"] as const).map((field) => (
                    <Controller
                      key={field}
                      control={control}
                      name={field}
                      render={({ field: input }) => (
                        <Field
                          label={t(`dialog_${field}`)}
                          help={t(`dialog_${field}_help`)}
                          error={errors[field]?.message}
                        >
                          <WholeInput
                            ref={input.ref}
                            value={input.value}
                            onValueChange={input.onChange}
                            onBlur={input.onBlur}
                          />
                        </Field>
                      )}
                    />
                  ))}
                </div>
              </>
            ) : null}
            <Controller
              control={control}
              name="tracked"
              render={({ field }) => (
                <SwitchField
                  label={t("dialog_track")}
                  help={t("dialog_track_help")}
                  checked={field.value}
                  onCheckedChange={field.onChange}
                />
              )}
            />
            {tracked ? (
              <Controller
                control={control}
                name="backorder"
                render={({ field }) => (
                  <SwitchField
                    label={t("dialog_backorder")}
                    checked={field.value}
                    onCheckedChange={field.onChange}
                  />
                )}
              />
            ) : null}
            <Movements row={row} store={store} />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("dialog_save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
