"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { subscribersKey, suppressSubscriber } from "@/api/subscribers";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { subscribersTexts } from "./texts";

const REASONS = ["bounce", "complaint"] as const;

/** Asked before an address is never written to again: for good, with the reason. */
export function SuppressDialog({
  storeId,
  id,
  email,
  onClose,
}: {
  storeId: string;
  id: string;
  email: string;
  onClose: () => void;
}) {
  const t = useTexts(subscribersTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [reason, setReason] = useState<(typeof REASONS)[number]>("bounce");
  const suppress = useMutation({
    mutationFn: () => suppressSubscriber(storeId, id, reason),
    onSuccess: async () => {
      toast.success(t("suppress_done", { email }));
      onClose();
      await client.invalidateQueries({ queryKey: subscribersKey(storeId) });
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("suppress_title", { email })} description={t("suppress_body")}>
        <DialogBody className="grid gap-4">
          <FormProblem>{suppress.error ? troubleText(suppress.error, shell) : null}</FormProblem>
          <Field label={t("suppress_why")}>
            <Select
              value={reason}
              onValueChange={(value) => setReason(value === "complaint" ? "complaint" : "bounce")}
              options={REASONS.map((one) => ({ value: one, label: t(one) }))}
            />
          </Field>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("cancel")}</Button>
          </DialogClose>
          <Button variant="danger" pending={suppress.isPending} onClick={() => suppress.mutate()}>
            {t("suppress_do")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
