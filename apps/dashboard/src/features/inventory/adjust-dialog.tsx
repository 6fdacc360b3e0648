"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Select } from "@ecomm/ui/select";
import { SwitchField } from "@ecomm/ui/switch";
import { uiTexts } from "@ecomm/ui/texts";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Controller } from "react-hook-form";
import { z } from "zod";
import {
  type Inventory,
  inventoryKey,
  movementsQuery,
  productsKey,
  updateInventory,
} from "@/api/products";
import type { Store } from "@/api/stores";
import { WholeInput } from "@/features/products/editor/whole-input";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { variantName } from "./inventory-page";
import { inventoryTexts } from "./texts";

const REASONS = ["correction", "received", "damaged", "returned", "count"] as const;
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
  const movements = useQuery(movementsQuery(store.id, row.variant_id));
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
    },
    submit: async ({ on_hand, tracked, backorder, reason }) => {
      const changed = tracked && on_hand !== null && (on_hand !== row.on_hand || !row.tracked);
      const now = await updateInventory(store.id, row.variant_id, {
        ...(changed ? { on_hand } : {}),
        ...(tracked === row.tracked ? {} : { tracked }),
        ...(backorder === (row.policy === "backorder")
          ? {}
          : { policy: backorder ? "backorder" : "deny" }),
        reason,
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
      <DialogContent
        title={row.product_title}
        description={[row.variant_title, row.sku].filter(Boolean).join(", ") || undefined}
      >
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
            <section className="border-t pt-3">
              <h3 className="mb-1 text-12 font-medium text-subtle">{t("movements")}</h3>
              {movements.data && movements.data.items.length > 0 ? (
                <ul className="max-h-40 overflow-auto text-12">
                  {movements.data.items.map((move) => (
                    <li key={move.id} className="flex justify-between gap-4 py-1">
                      <span className="min-w-0 truncate">
                        {t.has(`reason_${move.reason}`)
                          ? t(`reason_${move.reason}` as "reason_count")
                          : move.reason}{" "}
                        <span className="text-subtle">
                          {t("moved_by", {
                            actor: move.actor,
                            when: formatDate(move.at, "day", t.locale, store.timezone),
                          })}
                        </span>
                      </span>
                      <span className="num font-medium">
                        {move.on_hand_change > 0 ? "+" : ""}
                        {move.on_hand_change}
                      </span>
                    </li>
                  ))}
                </ul>
              ) : (
                <p className="text-12 text-muted">
                  {movements.isPending ? ui("loading") : t("movements_none")}
                </p>
              )}
            </section>
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
