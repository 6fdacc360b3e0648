"use client";

import { Button } from "@ecomm/ui/button";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type OtherWays, swapPurchase, type WayOption } from "@/api/elsewhere";
import { type Purchase, purchasesKey } from "@/api/purchases";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { elsewhereTexts } from "./elsewhere-texts";
import { purchaseTexts } from "./texts";

/** Whether a way can be taken: as it is, or by saying that it may leave too little. */
const takeable = (way: WayOption) => way.problem === null || way.problem === "below_floor";

/** Chooses who sends a line instead, with what it costs and what is left. */
export function SwapDialog({
  purchase,
  ways,
  onAsked,
  onClose,
}: {
  purchase: Purchase;
  ways: OtherWays;
  onAsked: () => void;
  onClose: () => void;
}) {
  const t = useTexts(elsewhereTexts);
  const words = useTexts(purchaseTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const [lineId, setLineId] = useState(ways.lines[0]?.line_id ?? "");
  const [wayId, setWayId] = useState<string | null>(null);
  const [below, setBelow] = useState(false);
  const options = ways.lines.find((line) => line.line_id === lineId)?.ways ?? [];
  const way = options.find((one) => one.mapping_id === wayId) ?? null;
  const title = (id: string) => purchase.lines.find((line) => line.id === id)?.title ?? id;
  const money = (amount: number) => formatMoney({ amount, currency: ways.currency }, t.locale);
  const act = useMutation({
    mutationFn: (chosen: WayOption) =>
      swapPurchase(store.id, purchase.id, {
        line_ids: [lineId],
        mapping_id: chosen.mapping_id,
        below_floor: below,
      }),
    onSuccess: async (made, chosen) => {
      toast.success(t("swap_done", { supplier: chosen.supplier_name }));
      onAsked();
      onClose();
      await client.invalidateQueries({ queryKey: purchasesKey(store.id) });
      const first = made[0];
      if (first) router.push(`/stores/${store.id}/purchase-orders/${first.id}`);
    },
  });
  const number = words("number", { number: String(purchase.number) });
  const ready = way !== null && takeable(way) && (way.above_floor || below);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("swap_title", { number })} description={t("swap_body", { number })}>
        <DialogBody className="grid gap-4">
          <FormProblem>{act.error ? troubleText(act.error, shell) : null}</FormProblem>
          {ways.lines.length > 1 ? (
            <Field label={t("swap_line")}>
              <Select
                value={lineId}
                onValueChange={(id) => {
                  setLineId(id);
                  setWayId(null);
                  setBelow(false);
                }}
                options={ways.lines.map((line) => ({
                  value: line.line_id,
                  label: title(line.line_id),
                }))}
              />
            </Field>
          ) : (
            <p className="text-13 font-medium">{title(lineId)}</p>
          )}
          {options.length === 0 ? (
            <p className="text-13 text-muted">{t("swap_none")}</p>
          ) : (
            <fieldset className="grid gap-1">
              <legend className="pb-1 text-13 font-medium">{t("swap_way")}</legend>
              {options.map((one) => (
                <label
                  key={one.mapping_id}
                  className="flex gap-3 rounded-sm px-3 py-2 text-13 inset-ring inset-ring-border has-checked:inset-ring-accent"
                >
                  <input
                    type="radio"
                    name="way"
                    disabled={!takeable(one)}
                    checked={one.mapping_id === wayId}
                    onChange={() => {
                      setWayId(one.mapping_id);
                      setBelow(false);
                    }}
                  />
                  <span className="min-w-0 flex-1">
                    <span className="block font-medium wrap-anywhere">{one.supplier_name}</span>
                    <span className="num block text-12 text-muted">
                      {[
                        one.landed === null
                          ? t("swap_unpriced")
                          : t("swap_costs", { landed: money(one.landed) }),
                        one.left === null
                          ? null
                          : one.left < 0
                            ? t("swap_lost", { lost: money(-one.left) })
                            : t("swap_left", { left: money(one.left) }),
                        one.days === null ? null : t("swap_days", { count: one.days }),
                      ]
                        .filter((part) => part !== null)
                        .join(" · ")}
                    </span>
                    {one.words ? (
                      <span className="block text-12 text-warning">{one.words}</span>
                    ) : null}
                  </span>
                </label>
              ))}
            </fieldset>
          )}
          {way && takeable(way) && !way.above_floor ? (
            <CheckboxField
              label={t("swap_below")}
              checked={below}
              onCheckedChange={(value) => setBelow(value === true)}
            />
          ) : null}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("cancel")}</Button>
          </DialogClose>
          <Button
            variant="primary"
            disabled={!ready}
            pending={act.isPending}
            onClick={() => way && act.mutate(way)}
          >
            {way ? t("swap_confirm", { supplier: way.supplier_name }) : t("choose")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
