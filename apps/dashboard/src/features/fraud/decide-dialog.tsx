"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Textarea } from "@ecomm/ui/input";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { decideFraud, type FraudAction, fraudKey } from "@/api/fraud";
import { orderQuery, ordersKey } from "@/api/orders";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { fraudTexts } from "./texts";

/** Asks before orders are let go on, or cancelled as fraud; what was left alone is told. */
export function DecideDialog({
  storeId,
  ids,
  action,
  onClose,
}: {
  storeId: string;
  ids: string[];
  action: FraudAction;
  onClose: () => void;
}) {
  const t = useTexts(fraudTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const count = ids.length;
  const decide = useMutation({
    mutationFn: () => decideFraud(storeId, ids, action, note.trim() || null),
    onSuccess: async (results) => {
      const left = results.filter(({ done }) => !done);
      const done = count - left.length;
      if (left.length > 0) {
        toast.error(t("some_left", { done, count, message: left[0]?.message ?? "" }));
      } else {
        toast.success(t(`${action}_done`, { count }));
      }
      onClose();
      await Promise.all([
        client.invalidateQueries({ queryKey: fraudKey(storeId) }),
        client.invalidateQueries({ queryKey: ordersKey(storeId) }),
        ...ids.map((id) =>
          client.invalidateQueries({ queryKey: orderQuery(storeId, id).queryKey }),
        ),
      ]);
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      danger={action === "reject"}
      title={t(`${action}_title`, { count })}
      description={t(`${action}_body`)}
      action={t(`${action}_do`, { count })}
      keep={t("keep")}
      pending={decide.isPending}
      error={decide.error ? troubleText(decide.error, shell) : null}
      onConfirm={() => decide.mutate()}
    >
      <Field label={t("note")} help={t("note_help")} optional>
        <Textarea
          rows={2}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </Field>
    </ConfirmDialog>
  );
}
