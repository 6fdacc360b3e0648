"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Textarea } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { goodsKey, startGoods } from "@/api/goods-imports";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { goodsTexts } from "./texts";

const MOST = 100;

/** Addresses of suppliers' products, to be imported together. */
export function StartDialog({
  storeId,
  onClose,
  onStarted,
}: {
  storeId: string;
  onClose: () => void;
  onStarted: () => void;
}) {
  const t = useTexts(goodsTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  const urls = [...new Set(text.split(/\s+/).filter(Boolean))];
  const start = useMutation({
    mutationFn: () =>
      startGoods(
        storeId,
        urls.map((url) => ({ url })),
      ),
    onSuccess: async ({ item_ids: begun, already }) => {
      const [first] = already;
      if (begun.length > 0) toast.success(t("started", { count: begun.length }));
      if (first)
        toast.message(
          already.length === 1
            ? t("already", { title: first.title })
            : t("already_many", { count: already.length }),
        );
      await client.invalidateQueries({ queryKey: goodsKey(storeId) });
      onClose();
      if (begun.length > 0) onStarted();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("start_title")} description={t("start_body")}>
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            const wrong =
              urls.length === 0
                ? t("start_empty")
                : urls.length > MOST
                  ? t("start_many")
                  : undefined;
            setProblem(wrong);
            if (!wrong && !start.isPending) start.mutate();
          }}
        >
          <DialogBody className="grid gap-4">
            <FormProblem>{start.error ? troubleText(start.error, shell) : null}</FormProblem>
            <Field label={t("start_label")} help={t("start_help")} error={problem}>
              <Textarea
                rows={6}
                value={text}
                onChange={(event) => setText(event.target.value)}
                className="num"
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={start.isPending}>
              {urls.length === 0 ? t("import") : t("start_do", { count: urls.length })}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
