"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { dirtyPaths, errorPaths, FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { z } from "zod";
import { checkSender, type Sender, saveSender, senderQuery } from "@/api/mails";
import { copyText } from "@/features/orders/parcels";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { formRefusal, loadError, troubleText } from "@/shell/trouble";
import { MailsFrame } from "./frame";
import { mailsTexts } from "./texts";

const LOOKS: Record<Sender["state"], { glyph: Glyph; tone: Tone }> = {
  platform: { glyph: "circle", tone: "idle" },
  pending: { glyph: "circle-half", tone: "warning" },
  verified: { glyph: "circle-full", tone: "success" },
};

/** In whose name the store's mails leave. */
export function SenderPage() {
  const t = useTexts(mailsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const sender = useQuery(senderQuery(store.id));
  usePageLabel(t("tab_sender"));
  const error = loadError(sender, shell);
  return (
    <MailsFrame tab="sender">
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : sender.data === undefined ? (
        <Skeleton className="h-72" />
      ) : (
        <SenderForm sender={sender.data} />
      )}
    </MailsFrame>
  );
}

function SenderForm({ sender }: { sender: Sender }) {
  const t = useTexts(mailsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const address = z.union([z.literal(""), z.email(t("invalid_email"))]);
  const values = {
    from_name: sender.from_name ?? "",
    reply_to: sender.reply_to ?? "",
    from_email: sender.from_email ?? "",
  };
  const { form, onSubmit, problem, setProblem } = useApiForm<typeof values>({
    schema: z.object({ from_name: z.string().max(100), reply_to: address, from_email: address }),
    values,
    submit: async (entered) => {
      const saved = await saveSender(store.id, {
        from_name: entered.from_name.trim() || null,
        reply_to: entered.reply_to || null,
        from_email: entered.from_email || null,
      });
      client.setQueryData(senderQuery(store.id).queryKey, saved);
      form.reset(entered);
      toast.success(t("sender_saved"));
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, formState, setFocus } = form;
  const { errors, isDirty, dirtyFields, isSubmitting } = formState;
  const wrong = errorPaths(errors);
  return (
    <>
      <ReadOnlyNote what="settings" />
      <Panel>
        <KeyValues className="p-4">
          <KeyValue label={t("now_from")}>
            {sender.effective_name} &lt;{sender.effective}&gt;
          </KeyValue>
          <KeyValue label={t("col_state")}>
            <Status {...LOOKS[sender.state]}>{t(sender.state)}</Status>
          </KeyValue>
        </KeyValues>
      </Panel>
      {sender.state !== "platform" && sender.record ? <Proof sender={sender} /> : null}
      <form noValidate onSubmit={onSubmit}>
        <FormProblem>{problem}</FormProblem>
        <fieldset disabled={!may("settings")}>
          <Panel>
            <PanelHeader title={t("tab_sender")} />
            <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
              <Field
                label={t("from_name")}
                help={t("from_name_help")}
                error={errors.from_name?.message}
                optional
              >
                <Input maxLength={100} {...register("from_name")} />
              </Field>
              <Field
                label={t("reply_to")}
                help={t("reply_to_help")}
                error={errors.reply_to?.message}
                optional
              >
                <Input type="email" maxLength={254} {...register("reply_to")} />
              </Field>
              <Field
                label={t("from_email")}
                help={t("from_email_help")}
                error={errors.from_email?.message}
                optional
                className="sm:col-span-2"
              >
                <Input type="email" maxLength={254} {...register("from_email")} />
              </Field>
            </div>
          </Panel>
          <button type="submit" hidden tabIndex={-1} />
        </fieldset>
      </form>
      <UnsavedBar
        dirty={isDirty}
        fields={dirtyPaths(dirtyFields).length}
        errors={wrong.length}
        pending={isSubmitting}
        onSave={() => void onSubmit()}
        onDiscard={() => {
          setProblem(null);
          form.reset(values);
        }}
        onShowError={() => {
          const [first] = wrong;
          if (first) setFocus(first as keyof typeof values);
        }}
      />
    </>
  );
}

const FAILURES = ["record_missing", "record_wrong", "dns_unavailable"] as const;

/** The record that proves a domain, and the look at it. */
function Proof({ sender }: { sender: Sender }) {
  const t = useTexts(mailsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const { queryKey } = senderQuery(store.id);
  const check = useMutation({
    mutationFn: () => checkSender(store.id),
    onSuccess: () => {
      toast.message(t("checking"));
      for (const wait of [1_000, 3_000, 7_000]) {
        setTimeout(() => void client.invalidateQueries({ queryKey }), wait);
      }
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const failure = FAILURES.find((name) => name === sender.failure);
  const domain = sender.from_email?.split("@").at(-1) ?? "";
  const { record } = sender;
  if (!record) return null;
  return (
    <Panel>
      <PanelHeader
        title={t("record_title", { domain })}
        end={
          may("settings") ? (
            <Button size="sm" pending={check.isPending} onClick={() => check.mutate()}>
              {t("check")}
            </Button>
          ) : null
        }
      />
      <div className="grid gap-3 px-4 pb-4 text-13">
        <p className="text-muted">{t("record_lead")}</p>
        {failure ? <Notice tone="warning">{t(failure)}</Notice> : null}
        {(["name", "value"] as const).map((part) => (
          <div key={part} className="flex items-center gap-3">
            <span className="w-14 shrink-0 text-subtle">{t(`record_${part}`)}</span>
            <code className="min-w-0 flex-1 rounded-md bg-sunken px-2 py-1.5 text-12 break-all">
              {record[part]}
            </code>
            <IconButton
              label={`${t("copy")}: ${t(`record_${part}`)}`}
              onClick={() => copyText(record[part], t("copied"), record[part])}
            >
              <Copy aria-hidden />
            </IconButton>
          </div>
        ))}
        {sender.checked_at ? (
          <p className="text-12 text-subtle">
            {t("last_checked", {
              when: formatDate(sender.checked_at, "full", t.locale, store.timezone),
            })}
          </p>
        ) : null}
      </div>
    </Panel>
  );
}
