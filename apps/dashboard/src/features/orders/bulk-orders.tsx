"use client";

import { Button } from "@ecomm/ui/button";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { TokenInput } from "@ecomm/ui/token-input";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Check, CircleAlert } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import {
  type BulkOrders,
  type BulkOutcome,
  bulkOrders,
  type OrderRow,
  orderChoicesQuery,
} from "@/api/orders";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { listTexts } from "./list-texts";

export type BulkKind = BulkOrders["action"];

const REASONS = ["customer", "stock", "fraud", "mistake", "other"] as const;
type Reason = (typeof REASONS)[number];
const NAMED = 8;

interface Props {
  storeId: string;
  kind: BulkKind;
  ids: string[];
  /** The rows on screen, to name orders by number. */
  rows: readonly OrderRow[];
  onClose: () => void;
  onDone: () => Promise<unknown>;
}

/** Does one thing to many orders, after naming them; what could not be done is told row by row. */
export function BulkOrdersDialog(props: Props) {
  const { storeId, kind, ids, onClose, onDone } = props;
  const t = useTexts(listTexts);
  const [outcome, setOutcome] = useState<BulkOutcome[] | null>(null);
  const [wish, setWish] = useState<Wish>({
    carrier: "",
    tags: [],
    reason: "",
    why: "customer",
    restock: true,
  });
  const key = useRef(crypto.randomUUID());
  const act = useMutation({
    mutationFn: () => bulkOrders(storeId, bodyOf(kind, ids, wish), key.current),
    onSuccess: async (results) => {
      await onDone();
      if (results.every(({ done }) => done)) {
        toast.success(t("all_done", { count: results.length }));
        onClose();
      } else setOutcome(results);
    },
    onError: () => {
      key.current = crypto.randomUUID();
    },
  });
  if (outcome) return <Outcome results={outcome} onClose={onClose} />;
  return (
    <Ask
      {...props}
      wish={wish}
      onWish={setWish}
      error={act.error}
      pending={act.isPending}
      onDo={() => act.mutate()}
    />
  );
}

interface Wish {
  carrier: string;
  tags: string[];
  reason: string;
  why: Reason;
  restock: boolean;
}

function bodyOf(kind: BulkKind, ids: string[], wish: Wish): BulkOrders {
  const body = { ids, action: kind } as BulkOrders;
  if (kind === "ship") return { ...body, carrier: wish.carrier.trim() };
  if (kind === "hold") return { ...body, reason: wish.reason.trim() };
  if (kind === "cancel") {
    return { ...body, cancel: { reason: wish.why, note: null, restock: wish.restock } };
  }
  return kind === "release" ? body : { ...body, tags: wish.tags };
}

function ready(kind: BulkKind, wish: Wish): boolean {
  if (kind === "ship") return wish.carrier.trim() !== "";
  if (kind === "hold") return wish.reason.trim() !== "";
  return kind === "add_tags" || kind === "remove_tags" ? wish.tags.length > 0 : true;
}

function Ask({
  storeId,
  kind,
  ids,
  rows,
  wish,
  onWish,
  error,
  pending,
  onDo,
  onClose,
}: Props & {
  wish: Wish;
  onWish: (wish: Wish) => void;
  error: unknown;
  pending: boolean;
  onDo: () => void;
}) {
  const t = useTexts(listTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const count = ids.length;
  const numbers = rows.filter(({ id }) => ids.includes(id)).map(({ number }) => number);
  const named = numbers.slice(0, NAMED);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t(`${kind}_title`, { count })}
        {...(kind === "add_tags" || kind === "remove_tags"
          ? {}
          : { description: t(`${kind}_body`) })}
      >
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready(kind, wish) && !pending) onDo();
          }}
        >
          <DialogBody className="grid gap-4">
            <FormProblem>{error ? troubleText(error, shell) : null}</FormProblem>
            <p className="num text-13 break-words text-muted">
              {t("which", { names: named.join(", "), more: count - named.length })}
            </p>
            <Fields storeId={storeId} kind={kind} wish={wish} onWish={onWish} />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{kind === "cancel" ? t("cancel_keep") : ui("cancel")}</Button>
            </DialogClose>
            <Button
              type="submit"
              variant={kind === "cancel" ? "danger" : "primary"}
              disabled={!ready(kind, wish)}
              pending={pending}
            >
              {t(`${kind}_do`, { count })}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function Fields({
  storeId,
  kind,
  wish,
  onWish,
}: {
  storeId: string;
  kind: BulkKind;
  wish: Wish;
  onWish: (wish: Wish) => void;
}): ReactNode {
  const t = useTexts(listTexts);
  const choices = useQuery(orderChoicesQuery(storeId));
  const set = (change: Partial<Wish>) => onWish({ ...wish, ...change });
  switch (kind) {
    case "ship":
      return (
        <Field label={t("carrier")} required>
          <Input
            maxLength={80}
            value={wish.carrier}
            onChange={(event) => set({ carrier: event.target.value })}
          />
        </Field>
      );
    case "hold":
      return (
        <Field label={t("hold_reason")} required>
          <Textarea
            rows={2}
            maxLength={500}
            value={wish.reason}
            onChange={(event) => set({ reason: event.target.value })}
          />
        </Field>
      );
    case "cancel":
      return (
        <>
          <Field label={t("cancel_reason")}>
            <Select
              value={wish.why}
              onValueChange={(value) => set({ why: value as Reason })}
              options={REASONS.map((value) => ({ value, label: t(`reason_${value}`) }))}
            />
          </Field>
          <CheckboxField
            label={t("cancel_restock")}
            checked={wish.restock}
            onCheckedChange={(value) => set({ restock: value === true })}
          />
        </>
      );
    case "release":
      return null;
    default:
      return (
        <Field label={t("tags")} help={t("tags_help")}>
          <TokenInput
            value={wish.tags}
            maxLength={40}
            suggestions={choices.data?.tags ?? []}
            onValueChange={(tags) => set({ tags: tags.slice(0, 10) })}
          />
        </Field>
      );
  }
}

/** How it went with each order. */
function Outcome({ results, onClose }: { results: BulkOutcome[]; onClose: () => void }) {
  const t = useTexts(listTexts);
  const done = results.filter((result) => result.done).length;
  const failedFirst = [...results].sort((a, b) => Number(a.done) - Number(b.done));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t("outcome_title", { done, count: results.length })}
        description={t("outcome_body")}
      >
        <DialogBody>
          <ul aria-label={t("outcome_list")} className="grid text-13">
            {failedFirst.map((result) => (
              <li key={result.id} className="flex items-start gap-2 border-b py-2 last:border-b-0">
                {result.done ? (
                  <Check className="mt-0.5 size-4 shrink-0 text-success" aria-hidden />
                ) : (
                  <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger" aria-hidden />
                )}
                <span className="num w-16 shrink-0 font-medium">
                  {result.number ?? t("unknown")}
                </span>
                <span className="min-w-0 break-words text-muted">
                  {result.done ? t("outcome_done") : result.message}
                </span>
              </li>
            ))}
          </ul>
        </DialogBody>
        <DialogFooter>
          <Button variant="primary" onClick={onClose}>
            {t("close")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
