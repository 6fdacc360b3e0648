"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import {
  type EventName,
  type NewWebhook,
  replaySince,
  rotateSecret,
  sendTest,
  switchWebhook,
  type Webhook,
} from "@/api/webhooks";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { webhooksTexts } from "./texts";

interface Act {
  webhook: Webhook;
  onClose: () => void;
  onDone: () => Promise<void>;
}

const PLAIN = "plain";

/** Asks which event to make up, and sends it. */
export function TestDialog({ webhook, onClose, onDone }: Act) {
  const t = useTexts(webhooksTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const [type, setType] = useState<string>(webhook.types[0] ?? PLAIN);
  const act = useMutation({
    mutationFn: () => sendTest(store.id, webhook.id, type === PLAIN ? null : (type as EventName)),
    onSuccess: async () => {
      await onDone();
      onClose();
      toast.success(t("test_sent"));
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("test_title")}>
        <DialogBody className="grid gap-4">
          <FormProblem>{act.error ? troubleText(act.error, shell) : null}</FormProblem>
          <p className="text-13 text-muted">{t("test_body")}</p>
          <Field label={t("test_type")}>
            <Select
              value={type}
              onValueChange={setType}
              options={[
                ...webhook.types.map((value) => ({ value, label: value })),
                { value: PLAIN, label: t("test_plain") },
              ]}
            />
          </Field>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("cancel")}</Button>
          </DialogClose>
          <Button variant="primary" pending={act.isPending} onClick={() => act.mutate()}>
            {t("test_send")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

const HOUR_MS = 3_600_000;
const SPANS = { hour: 1, day: 24, week: 168, month: 720 } as const;
type Span = keyof typeof SPANS;

/** Asks for a time, and sends again what happened since. */
export function ReplayDialog({ webhook, onClose, onDone }: Act) {
  const t = useTexts(webhooksTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const [span, setSpan] = useState<Span>("day");
  const [what, setWhat] = useState<"failed" | "everything">("failed");
  const act = useMutation({
    mutationFn: () =>
      replaySince(store.id, webhook.id, {
        since: new Date(Date.now() - SPANS[span] * HOUR_MS).toISOString(),
        failed_only: what === "failed",
      }),
    onSuccess: async ({ replayed }) => {
      await onDone();
      onClose();
      toast.success(t("replayed", { count: replayed }));
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("replay_title")}>
        <DialogBody className="grid gap-4">
          <FormProblem>{act.error ? troubleText(act.error, shell) : null}</FormProblem>
          <Field label={t("replay_since")}>
            <Select
              value={span}
              onValueChange={(value) => setSpan(value as Span)}
              options={(Object.keys(SPANS) as Span[]).map((value) => ({
                value,
                label: t(`replay_${value}`),
              }))}
            />
          </Field>
          <Field label={t("replay_what")} help={t("replay_note")}>
            <Select
              value={what}
              onValueChange={(value) => setWhat(value as typeof what)}
              options={[
                { value: "failed", label: t("replay_failed") },
                { value: "everything", label: t("replay_everything") },
              ]}
            />
          </Field>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("cancel")}</Button>
          </DialogClose>
          <Button variant="primary" pending={act.isPending} onClick={() => act.mutate()}>
            {t("replay_go")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

/** Asks before a new secret. */
export function RotateDialog({
  webhook,
  onClose,
  onDone,
  onMade,
}: Act & { onMade: (made: NewWebhook) => void }) {
  const t = useTexts(webhooksTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const act = useMutation({
    mutationFn: () => rotateSecret(store.id, webhook.id),
    onSuccess: async (made) => {
      onClose();
      onMade(made);
      await onDone();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("rotate_title", { name: webhook.name })}
      description={t("rotate_body")}
      action={t("rotate")}
      danger={false}
      pending={act.isPending}
      error={act.error ? troubleText(act.error, shell) : null}
      onConfirm={() => act.mutate()}
    />
  );
}

/** Asks before a webhook is switched off. */
export function OffDialog({ webhook, onClose, onDone }: Act) {
  const t = useTexts(webhooksTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const act = useMutation({
    mutationFn: () => switchWebhook(store.id, webhook.id, false),
    onSuccess: async () => {
      await onDone();
      onClose();
      toast.success(t("switched_off", { name: webhook.name }));
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("off_title", { name: webhook.name })}
      description={t("off_body")}
      action={t("switch_off")}
      pending={act.isPending}
      error={act.error ? troubleText(act.error, shell) : null}
      onConfirm={() => act.mutate()}
    />
  );
}
