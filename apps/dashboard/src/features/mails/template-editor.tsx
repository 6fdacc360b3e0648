"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { dirtyPaths, errorPaths, FormProblem, useApiForm, useDraft } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Notice } from "@ecomm/ui/states";
import { SwitchField } from "@ecomm/ui/switch";
import { toast } from "@ecomm/ui/toast";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { z } from "zod";
import {
  type Draft,
  resetTemplate,
  saveTemplate,
  sendTest,
  switchMail,
  type Template,
  templateQuery,
  templatesKey,
} from "@/api/mails";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { placed } from "./lines";
import { mailName, mailWhen } from "./names";
import { MailPreview } from "./preview";
import { TemplateState } from "./templates-page";
import { mailsTexts } from "./texts";
import { Variables } from "./variables";

const History = dynamic(() => import("./history").then((part) => part.History), { ssr: false });

/** Words on one side, the mail they make on the other. */
export function TemplateEditor({ template }: { template: Template }) {
  const t = useTexts(mailsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const [history, setHistory] = useState(false);
  const [resetting, setResetting] = useState(false);
  const area = useRef<HTMLTextAreaElement | null>(null);
  const name = mailName(template.kind, t);
  const values: Draft = { subject: template.subject, body: template.body };

  const take = async (next: Template) => {
    client.setQueryData(templateQuery(store.id, template.kind).queryKey, next);
    await client.invalidateQueries({ queryKey: templatesKey(store.id), exact: true });
    await client.invalidateQueries({
      queryKey: [...templatesKey(store.id), template.kind, "versions"],
    });
  };
  const { form, onSubmit, problem, setProblem } = useApiForm<Draft>({
    schema: z.object({ subject: z.string(), body: z.string() }),
    values,
    submit: async (draft) => {
      const saved = await saveTemplate(store.id, template.kind, {
        ...draft,
        version: template.version,
      });
      forget();
      form.reset(draft);
      toast.success(t("saved"));
      await take(saved);
    },
    asRefusal: (error) => placed(formRefusal(error), t),
    unexpected: (error) => troubleText(error, shell),
  });
  const { forget } = useDraft(form, `${store.id}:mail:${template.kind}:${template.version}`);
  const { register, watch, formState, setFocus, setValue, getValues } = form;
  const { errors, isDirty, dirtyFields, isSubmitting } = formState;
  const draft = { subject: watch("subject"), body: watch("body") };
  const body = register("body");

  const insert = (text: string) => {
    const before = getValues("body");
    const start = area.current?.selectionStart ?? before.length;
    const end = area.current?.selectionEnd ?? before.length;
    setValue("body", before.slice(0, start) + text + before.slice(end), { shouldDirty: true });
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(start + text.length, start + text.length);
    });
  };
  const reset = useMutation({
    mutationFn: () => resetTemplate(store.id, template.kind),
    onSuccess: async (next) => {
      forget();
      setResetting(false);
      toast.success(t("was_reset"));
      await take(next);
    },
  });
  const toggle = useMutation({
    mutationFn: (enabled: boolean) => switchMail(store.id, template.kind, enabled),
    onSuccess: async (next) => {
      toast.success(t(next.enabled ? "switched_on" : "switched_off", { name }));
      await take(next);
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const test = useMutation({
    mutationFn: () => sendTest(store.id, template.kind, getValues()),
    onSuccess: ({ recipient }) => toast.success(t("test_sent", { address: recipient })),
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const wrong = errorPaths(errors);
  return (
    <Page className="flex-1">
      <PageHeader
        title={name}
        sub={mailWhen(template.kind, t)}
        status={<TemplateState row={template} pill />}
        actions={
          <>
            <Button onClick={() => setHistory(true)}>{t("history")}</Button>
            {may("mails") ? (
              <Button pending={test.isPending} onClick={() => test.mutate()}>
                <Send aria-hidden />
                {t("test_send")}
              </Button>
            ) : null}
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <div className="grid min-w-0 gap-4">
          <ReadOnlyNote what="settings" />
          {template.problem ? (
            <Notice tone="warning" title={t("problem_title")}>
              {t("problem_body", { problem: template.problem })}
            </Notice>
          ) : null}
          <FormProblem>{problem}</FormProblem>
          <form noValidate onSubmit={onSubmit}>
            <fieldset disabled={!may("settings")} className="grid min-w-0 gap-4">
              <Panel className="grid gap-4 p-4">
                <Field label={t("subject")} error={errors.subject?.message}>
                  <Input maxLength={250} spellCheck {...register("subject")} />
                </Field>
                <Field label={t("body")} help={t("body_help")} error={errors.body?.message}>
                  <Textarea
                    rows={18}
                    maxLength={20_000}
                    className="font-mono text-12"
                    {...body}
                    ref={(element) => {
                      body.ref(element);
                      area.current = element;
                    }}
                  />
                </Field>
              </Panel>
              <button type="submit" hidden tabIndex={-1} />
            </fieldset>
          </form>
        </div>
        <div className="min-w-0 lg:sticky lg:top-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <MailPreview kind={template.kind} draft={draft} locales={template.locales} />
        </div>
        <div className="grid min-w-0 gap-4">
          <Variables variables={template.variables} disabled={!may("settings")} onInsert={insert} />
          <Panel className="flex flex-wrap items-center justify-between gap-4 p-4">
            {template.optional ? (
              <SwitchField
                label={t("enabled")}
                help={t("enabled_help")}
                checked={template.enabled}
                disabled={!may("settings") || toggle.isPending}
                onCheckedChange={(enabled) => toggle.mutate(enabled)}
              />
            ) : (
              <p className="text-13 text-muted">{t("required_mail")}</p>
            )}
            {template.custom && may("settings") ? (
              <Button onClick={() => setResetting(true)}>{t("reset")}</Button>
            ) : null}
          </Panel>
        </div>
      </div>
      <UnsavedBar
        dirty={isDirty}
        fields={dirtyPaths(dirtyFields).length}
        errors={wrong.length}
        pending={isSubmitting}
        onSave={() => void onSubmit()}
        onDiscard={() => {
          forget();
          setProblem(null);
          form.reset(values);
        }}
        onShowError={() => {
          const [first] = wrong;
          if (first) setFocus(first as keyof Draft);
        }}
      />
      {history ? (
        <History
          template={template}
          mayRestore={may("settings")}
          onClose={() => setHistory(false)}
          onRestored={(next) => {
            forget();
            setHistory(false);
            void take(next);
          }}
        />
      ) : null}
      <ConfirmDialog
        open={resetting}
        onOpenChange={(open) => {
          reset.reset();
          if (!open) setResetting(false);
        }}
        title={t("reset_title", { name })}
        description={t("reset_body")}
        action={t("reset_do")}
        pending={reset.isPending}
        error={reset.error ? troubleText(reset.error, shell) : null}
        onConfirm={() => reset.mutate()}
      />
    </Page>
  );
}
