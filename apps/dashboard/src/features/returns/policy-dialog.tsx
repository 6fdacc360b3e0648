"use client";

import { Button } from "@ecomm/ui/button";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { policyQuery, type ReturnPolicy, savePolicy } from "@/api/after-sale";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { returnTexts } from "./texts";

const LONGEST = 730;

/** What the store promises about returns. */
export function PolicyDialog({
  storeId,
  policy,
  onClose,
}: {
  storeId: string;
  policy: ReturnPolicy;
  onClose: () => void;
}) {
  const t = useTexts(returnTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [selfService, setSelfService] = useState(policy.self_service);
  const [days, setDays] = useState(policy.window_days);
  const [instructions, setInstructions] = useState(policy.instructions);
  const save = useMutation({
    mutationFn: () =>
      savePolicy(storeId, {
        self_service: selfService,
        window_days: days,
        instructions: instructions.trim(),
      }),
    onSuccess: (saved) => {
      client.setQueryData(policyQuery(storeId).queryKey, saved);
      toast.success(t("policy_saved"));
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("policy")} description={t("policy_body")}>
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <DialogBody className="grid gap-4">
            <FormProblem>{save.error ? troubleText(save.error, shell) : null}</FormProblem>
            <CheckboxField
              label={t("policy_self")}
              checked={selfService}
              onCheckedChange={(value) => setSelfService(value === true)}
            />
            <Field label={t("policy_days")} help={t("policy_days_help")}>
              <Input
                type="number"
                inputMode="numeric"
                min={0}
                max={LONGEST}
                className="num w-24"
                value={days}
                onChange={(event) => {
                  const typed = Number.parseInt(event.target.value, 10);
                  setDays(Number.isNaN(typed) ? 0 : Math.min(Math.max(typed, 0), LONGEST));
                }}
              />
            </Field>
            <Field label={t("policy_instructions")} help={t("policy_instructions_help")} optional>
              <Textarea
                rows={4}
                maxLength={2000}
                value={instructions}
                onChange={(event) => setInstructions(event.target.value)}
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{t("policy_keep")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={save.isPending}>
              {t("policy_save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
