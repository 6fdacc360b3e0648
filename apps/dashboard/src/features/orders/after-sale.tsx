"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button, IconButton } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Textarea } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { toast } from "@ecomm/ui/toast";
import { TokenInput } from "@ecomm/ui/token-input";
import { useMutation } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { addNote, deleteNote, editOrder, holdOrder } from "@/api/after-sale";
import type { Order } from "@/api/orders";
import type { Store } from "@/api/stores";
import { useActor } from "@/shell/actors";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { afterTexts } from "./after-texts";

interface Props {
  order: Order;
  store: Store;
  onDone: () => Promise<void>;
}

/** Asks why an order stops, and stops it. */
export function HoldDialog({
  order,
  store,
  open,
  onOpenChange,
  onDone,
}: Props & { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTexts(afterTexts);
  const shell = useTexts(shellTexts);
  const [reason, setReason] = useState("");
  const { number } = order;
  const hold = useMutation({
    mutationFn: () => holdOrder(store.id, order.id, reason.trim()),
    onSuccess: async () => {
      setReason("");
      toast.success(t("hold_done", { number }));
      onOpenChange(false);
      await onDone();
    },
  });
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        hold.reset();
        onOpenChange(next);
      }}
      danger={false}
      title={t("hold_title", { number })}
      description={t("hold_body")}
      action={t("hold_do", { number })}
      keep={t("hold_keep")}
      pending={hold.isPending}
      error={hold.error ? troubleText(hold.error, shell) : null}
      onConfirm={() => hold.mutate()}
    >
      <Field label={t("hold_reason")}>
        <Textarea
          rows={2}
          maxLength={500}
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </ConfirmDialog>
  );
}

/** What the merchant's people tell each other about an order. */
export function NotesPanel({ order, store, onDone }: Props) {
  const t = useTexts(afterTexts);
  const shell = useTexts(shellTexts);
  const actor = useActor();
  const mine = useMay()("orders");
  const [text, setText] = useState("");
  const failed = (error: unknown) => toast.error(troubleText(error, shell));
  const add = useMutation({
    mutationFn: () => addNote(store.id, order.id, text.trim()),
    onSuccess: async () => {
      setText("");
      await onDone();
    },
    onError: failed,
  });
  const drop = useMutation({
    mutationFn: (note: string) => deleteNote(store.id, order.id, note),
    onSuccess: onDone,
    onError: failed,
  });
  const tag = useMutation({
    mutationFn: (tags: string[]) => editOrder(store.id, order.id, { tags }),
    onSuccess: onDone,
    onError: failed,
  });
  if (!mine && order.notes.length === 0 && order.tags.length === 0) return null;
  return (
    <Panel>
      <PanelHeader title={t("notes")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4 text-13 wrap-anywhere">
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {order.notes.map((note) => (
            <li key={note.id} className="flex items-start gap-2">
              <span className="min-w-0 flex-1">
                <span className="block break-words whitespace-pre-wrap">{note.text}</span>
                <span className="text-12 text-subtle">
                  {actor(note.actor)}
                  {", "}
                  {formatDate(note.at, "full", t.locale, store.timezone)}
                </span>
              </span>
              {mine ? (
                <IconButton
                  label={t("note_delete")}
                  size="icon-sm"
                  onClick={() => drop.mutate(note.id)}
                >
                  <Trash2 aria-hidden />
                </IconButton>
              ) : null}
            </li>
          ))}
        </ul>
        {mine ? (
          <>
            <form
              className="grid gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                if (text.trim()) add.mutate();
              }}
            >
              <Field label={t("note_new")} help={t("notes_help")}>
                <Textarea
                  rows={2}
                  maxLength={5000}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                />
              </Field>
              <Button type="submit" pending={add.isPending} className="justify-self-start">
                {t("note_add")}
              </Button>
            </form>
            <Field label={t("tags")} help={t("tags_help")}>
              <TokenInput
                value={order.tags}
                maxLength={40}
                onValueChange={(tags) => tag.mutate([...tags])}
              />
            </Field>
          </>
        ) : null}
      </div>
    </Panel>
  );
}

/** What went back, and what is to come back. */
export function BackPanel({ order, store }: { order: Order; store: Store }) {
  const t = useTexts(afterTexts);
  if (order.refunds.length === 0 && order.returns.length === 0) return null;
  return (
    <Panel>
      <PanelHeader title={t(order.refunds.length > 0 ? "refunds" : "returns")} />
      <div className="px-4 pb-4">
        <KeyValues>
          {order.refunds.map((refund) => (
            <KeyValue
              key={refund.id}
              label={
                <span>
                  {formatDate(refund.created_at, "day", t.locale, store.timezone)}{" "}
                  <span className="text-subtle">{t(`refund_${refund.status}`)}</span>
                </span>
              }
            >
              {formatMoney(refund.amount, t.locale)}
            </KeyValue>
          ))}
          {order.returns.map((back) => (
            <KeyValue
              key={back.id}
              label={
                <Link
                  href={`/stores/${store.id}/returns/${back.id}`}
                  className="rounded-xs font-medium text-accent hover:underline"
                >
                  {t(`kind_${back.kind}`)} {back.name}
                </Link>
              }
            >
              {t(`state_${back.status}`)}
            </KeyValue>
          ))}
        </KeyValues>
      </div>
    </Panel>
  );
}
