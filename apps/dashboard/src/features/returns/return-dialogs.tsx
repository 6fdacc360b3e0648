"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import {
  approveReturn,
  cancelReturn,
  completeReturn,
  declineReturn,
  type ReceivedLine,
  type Return,
  receiveReturn,
} from "@/api/after-sale";
import { afterTexts } from "@/features/orders/after-texts";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { arrived, ReceiveLines } from "./receive-lines";
import { returnTexts } from "./texts";

export type Step = "approve" | "decline" | "receive" | "complete" | "cancel";

/** What a merchant does about a return, each asked for by its name. */
export function ReturnDialogs({
  back,
  storeId,
  step,
  onClose,
  onDone,
}: {
  back: Return;
  storeId: string;
  step: Step | null;
  onClose: () => void;
  onDone: (now: Return) => Promise<void>;
}) {
  const t = useTexts(afterTexts);
  const shell = useTexts(shellTexts);
  const [text, setText] = useState("");
  const [label, setLabel] = useState("");
  const words = useTexts(returnTexts);
  const [lines, setLines] = useState<ReceivedLine[]>(() => arrived(back));
  const { name, email } = back;

  const act = useMutation({
    mutationFn: (what: Step) => {
      if (what === "approve") {
        const body = { instructions: text.trim() || null, label_url: label.trim() || null };
        return approveReturn(storeId, back.id, body);
      }
      if (what === "decline") return declineReturn(storeId, back.id, text.trim());
      if (what === "cancel") return cancelReturn(storeId, back.id);
      if (what === "receive") return receiveReturn(storeId, back.id, { lines });
      return completeReturn(storeId, back.id, { keep: back.status === "approved" });
    },
    onSuccess: async (now) => {
      setText("");
      setLabel("");
      toast.success(t("done"));
      onClose();
      await onDone(now);
    },
  });
  const shown = step ?? "approve";
  const said = {
    approve: [
      t("approve_title", { name }),
      t("approve_body", { email }),
      t("approve_do", { name }),
    ],
    decline: [
      t("decline_title", { name }),
      t("decline_body", { email }),
      t("decline_do", { name }),
    ],
    receive: [t("receive_title", { name }), t("receive_body"), t("receive_do")],
    cancel: [words("cancel_title", { name }), words("cancel_body"), words("cancel_do", { name })],
    complete: [
      t("complete_title", { name }),
      t(back.status === "approved" ? "complete_keep_body" : "complete_body"),
      t("complete_do", { name }),
    ],
  }[shown];
  return (
    <ConfirmDialog
      open={step !== null}
      onOpenChange={(open) => {
        act.reset();
        if (!open) onClose();
      }}
      danger={step === "decline" || step === "cancel"}
      title={said[0]}
      description={said[1]}
      action={said[2]}
      keep={t("keep")}
      pending={act.isPending}
      error={act.error ? troubleText(act.error, shell) : null}
      onConfirm={() => {
        if (step) act.mutate(step);
      }}
    >
      {step === "approve" || step === "decline" ? (
        <Field
          label={t(step === "approve" ? "approve_instructions" : "decline_reason")}
          optional={step === "approve"}
          help={step === "approve" ? t("approve_instructions_help") : undefined}
        >
          <Textarea
            rows={3}
            maxLength={1000}
            required={step === "decline"}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
      ) : null}
      {step === "approve" ? (
        <Field label={t("approve_label")} optional>
          <Input
            type="url"
            maxLength={500}
            placeholder="https://"
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        </Field>
      ) : null}
      {step === "receive" ? <ReceiveLines back={back} lines={lines} onChange={setLines} /> : null}
    </ConfirmDialog>
  );
}
