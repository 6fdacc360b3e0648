"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { toast } from "@ecomm/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { z } from "zod";
import { answerDispute, type Dispute, disputeQuery, disputesKey } from "@/api/payments";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import {
  EVIDENCE_FIELDS,
  type EvidenceValues,
  startingEvidence,
  writtenEvidence,
} from "./evidence";
import { disputesTexts } from "./texts";

/** The merchant's answer: written here, sent once, after being asked. */
export function EvidenceForm({ dispute }: { dispute: Dispute }) {
  const t = useTexts(disputesTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const [asked, setAsked] = useState<EvidenceValues | null>(null);
  const { form, onSubmit, problem, setProblem } = useApiForm<EvidenceValues>({
    schema: z.custom<EvidenceValues>() as z.ZodType<EvidenceValues, EvidenceValues>,
    values: startingEvidence(dispute),
    submit: (values) => {
      const silent = Object.keys(writtenEvidence(values)).length === 0;
      if (silent) setProblem(t("say_something"));
      else setAsked(values);
      return Promise.resolve();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const [sending, setSending] = useState(false);
  const send = async () => {
    if (asked === null) return;
    setSending(true);
    try {
      const sent = await answerDispute(store.id, dispute.id, writtenEvidence(asked));
      client.setQueryData(disputeQuery(store.id, dispute.id).queryKey, sent);
      await client.invalidateQueries({ queryKey: disputesKey(store.id) });
      toast.success(t("on_its_way"));
    } catch (error) {
      setProblem(troubleText(error, shell));
    } finally {
      setSending(false);
      setAsked(null);
    }
  };
  return (
    <form noValidate onSubmit={onSubmit} className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
      <div className="sm:col-span-2">
        <p className="text-13 text-muted">{t("answer_lead")}</p>
        <FormProblem>{problem}</FormProblem>
      </div>
      {EVIDENCE_FIELDS.map(({ name, long }) => (
        <Field
          key={name}
          label={t(name)}
          optional
          {...(name === "explanation" ? { help: t("explanation_help") } : {})}
          {...(long ? { className: "sm:col-span-2" } : {})}
        >
          {long ? (
            <Textarea rows={3} maxLength={20_000} {...form.register(name)} />
          ) : (
            <Input maxLength={500} {...form.register(name)} />
          )}
        </Field>
      ))}
      <div className="flex justify-end sm:col-span-2">
        <Button type="submit" variant="primary">
          {t("send")}
        </Button>
      </div>
      {asked ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsked(null)}
          title={t("confirm_title", { amount: formatMoney(dispute.amount, t.locale) })}
          description={t("confirm_body")}
          action={t("confirm_do")}
          keep={t("cancel")}
          danger={false}
          pending={sending}
          onConfirm={() => void send()}
        />
      ) : null}
    </form>
  );
}
