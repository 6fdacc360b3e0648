"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { TokenInput } from "@ecomm/ui/token-input";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { addToSegment, type Segment, tagCustomers } from "@/api/customers";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { customersTexts } from "./texts";

interface Props {
  storeId: string;
  ids: string[];
  onClose: () => void;
  onDone: () => Promise<unknown>;
}

function Frame(props: {
  title: string;
  error: unknown;
  action: string;
  pending: boolean;
  ready: boolean;
  onDo: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()}>
      <DialogContent title={props.title}>
        <DialogBody className="grid gap-4">
          <FormProblem>{props.error ? troubleText(props.error, shell) : null}</FormProblem>
          {props.children}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("cancel")}</Button>
          </DialogClose>
          <Button
            variant="primary"
            disabled={!props.ready}
            pending={props.pending}
            onClick={props.onDo}
          >
            {props.action}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

/** Gives tags to many. */
export function BulkTags({ storeId, ids, onClose, onDone }: Props) {
  const t = useTexts(customersTexts);
  const [tags, setTags] = useState<string[]>([]);
  const act = useMutation({
    mutationFn: () => tagCustomers(storeId, ids, tags, []),
    onSuccess: async ({ changed }) => {
      await onDone();
      toast.success(t("tag_done", { count: changed }));
      onClose();
    },
  });
  return (
    <Frame
      title={t("tag_title", { count: ids.length })}
      error={act.error}
      action={t("tag_do")}
      pending={act.isPending}
      ready={tags.length > 0}
      onDo={() => act.mutate()}
      onClose={onClose}
    >
      <Field label={t("tags")}>
        <TokenInput value={tags} onValueChange={setTags} />
      </Field>
    </Frame>
  );
}

/** Puts many into a manual segment. */
export function BulkSegment({
  storeId,
  ids,
  segments,
  onClose,
  onDone,
}: Props & { segments: readonly Segment[] }) {
  const t = useTexts(customersTexts);
  const manual = segments.filter(({ kind }) => kind === "manual");
  const [chosen, setChosen] = useState(manual[0]?.id ?? "");
  const act = useMutation({
    mutationFn: () => addToSegment(storeId, chosen, ids),
    onSuccess: async ({ name }) => {
      await onDone();
      toast.success(t("segment_done", { name }));
      onClose();
    },
  });
  return (
    <Frame
      title={t("segment_title", { count: ids.length })}
      error={act.error}
      action={t("segment_do")}
      pending={act.isPending}
      ready={chosen !== ""}
      onDo={() => act.mutate()}
      onClose={onClose}
    >
      {manual.length === 0 ? (
        <p className="text-13">{t("segment_none")}</p>
      ) : (
        <Field label={t("segment")}>
          <Select
            value={chosen}
            onValueChange={setChosen}
            options={manual.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
      )}
    </Frame>
  );
}
