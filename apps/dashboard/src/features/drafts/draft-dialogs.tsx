"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Select } from "@ecomm/ui/select";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { type Draft, type DraftPaid, deleteDraft, markDraftPaid, sendDraft } from "@/api/drafts";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { draftsTexts } from "./texts";

export type Act = "send" | "pay" | "delete";

const METHODS: readonly DraftPaid["method"][] = ["bank_transfer", "cash", "card_terminal", "other"];

interface Props {
  draft: Draft;
  storeId: string;
  onClose: () => void;
  onDone: () => Promise<unknown>;
}

/** Asks before a draft is sent, sold or deleted, by its name and amount. */
export function DraftDialog({ act, ...props }: Props & { act: Act }) {
  if (act === "send") return <SendDialog {...props} />;
  return act === "pay" ? <PayDialog {...props} /> : <DeleteDialog {...props} />;
}

function SendDialog({ draft, storeId, onClose, onDone }: Props) {
  const t = useTexts(draftsTexts);
  const shell = useTexts(shellTexts);
  const email = draft.email ?? "";
  const send = useMutation({
    mutationFn: () => sendDraft(storeId, draft.id),
    onSuccess: async () => {
      await onDone();
      toast.success(t("send_done", { email }));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      danger={false}
      onOpenChange={(open) => !open && onClose()}
      title={t("send_title", { name: draft.name, email })}
      description={t("send_body", { total: formatMoney(draft.totals.total, t.locale) })}
      action={t("send_do", { email })}
      keep={t("keep")}
      pending={send.isPending}
      error={send.error ? troubleText(send.error, shell) : null}
      onConfirm={() => send.mutate()}
    />
  );
}

function PayDialog({ draft, storeId, onClose, onDone }: Props) {
  const t = useTexts(draftsTexts);
  const shell = useTexts(shellTexts);
  const router = useRouter();
  const [method, setMethod] = useState<DraftPaid["method"]>("bank_transfer");
  const [reference, setReference] = useState("");
  const key = useRef(crypto.randomUUID());
  const total = formatMoney(draft.totals.total, t.locale);
  const pay = useMutation({
    mutationFn: () =>
      markDraftPaid(
        storeId,
        draft.id,
        { method, reference: reference.trim() || null, total: draft.totals.total },
        key.current,
      ),
    onSuccess: async (order) => {
      await onDone();
      toast.success(t("pay_done", { number: order.number }));
      router.push(`/stores/${storeId}/orders/${order.id}`);
    },
    onError: () => {
      key.current = crypto.randomUUID();
    },
  });
  return (
    <ConfirmDialog
      open
      danger={false}
      onOpenChange={(open) => !open && onClose()}
      title={t("pay_title", { name: draft.name })}
      description={t("pay_body", { total, email: draft.email ?? "" })}
      action={t("pay_do", { total })}
      keep={t("keep")}
      pending={pay.isPending}
      error={pay.error ? troubleText(pay.error, shell) : null}
      onConfirm={() => pay.mutate()}
    >
      <Field label={t("pay_method")}>
        <Select
          value={method}
          onValueChange={(value) => setMethod(value as DraftPaid["method"])}
          options={METHODS.map((value) => ({ value, label: t(`method_${value}`) }))}
        />
      </Field>
      <Field label={t("pay_reference")} optional>
        <Input
          maxLength={200}
          value={reference}
          onChange={(event) => setReference(event.target.value)}
        />
      </Field>
    </ConfirmDialog>
  );
}

function DeleteDialog({ draft, storeId, onClose, onDone }: Props) {
  const t = useTexts(draftsTexts);
  const shell = useTexts(shellTexts);
  const router = useRouter();
  const { name } = draft;
  const drop = useMutation({
    mutationFn: () => deleteDraft(storeId, draft.id),
    onSuccess: async () => {
      toast.success(t("delete_done", { name }));
      router.push(`/stores/${storeId}/drafts`);
      await onDone();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("delete_title", { name })}
      description={t("delete_body")}
      action={t("delete_do", { name })}
      keep={t("keep")}
      pending={drop.isPending}
      error={drop.error ? troubleText(drop.error, shell) : null}
      onConfirm={() => drop.mutate()}
    />
  );
}
