"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Notice } from "@ecomm/ui/states";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { SheetResult } from "@/api/selling";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { errorCsv } from "./error-file";
import { sheetTexts } from "./texts";

/** Hands the problems over as a file, to be mended beside the one they are about. */
function save(found: SheetResult, name: string) {
  const file = new Blob([errorCsv(found.problems)], { type: "text/csv;charset=utf-8" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${name}-problems.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** A small CSV file: read at once, looked at, then applied whole or not at all. */
export function SheetDialog({
  name,
  send,
  onApplied,
  onClose,
}: {
  name: string;
  send: (csv: string, dryRun: boolean) => Promise<SheetResult>;
  onApplied: () => Promise<unknown>;
  onClose: () => void;
}) {
  const t = useTexts(sheetTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const [csv, setCsv] = useState("");
  const look = useMutation({
    mutationFn: async (file: File) => {
      const text = await file.text();
      const found = await send(text, true);
      setCsv(text);
      return found;
    },
  });
  const apply = useMutation({
    mutationFn: () => send(csv, false),
    onSuccess: async (done) => {
      if (!done.applied) return;
      await onApplied();
      toast.success(t("applied", { count: done.created + done.updated }));
      onClose();
    },
  });
  const found = apply.data ?? look.data;
  const error = apply.error ?? look.error;
  const changes = found ? found.created + found.updated : 0;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("title", { name })}>
        <DialogBody className="grid gap-4">
          <Field label={t("choose")} help={t("choose_help")}>
            <Input
              type="file"
              className="py-1.5"
              accept=".csv,text/csv"
              onChange={(event) => {
                apply.reset();
                const file = event.target.files?.[0];
                if (file) look.mutate(file);
              }}
            />
          </Field>
          <div aria-live="polite" className="grid gap-2 text-13">
            {look.isPending ? <p className="text-muted">{t("reading")}</p> : null}
            {apply.isPending ? (
              <p className="text-muted">{t("applying", { count: changes })}</p>
            ) : null}
            {error ? <Notice tone="danger">{troubleText(error, shell)}</Notice> : null}
            {found && found.problems.length > 0 ? (
              <>
                <Notice tone="danger">{t("problems", { count: found.problems.length })}</Notice>
                <Button size="sm" className="justify-self-start" onClick={() => save(found, name)}>
                  {t("save_problems")}
                </Button>
                <ul className="max-h-48 overflow-auto">
                  {found.problems.map((problem) => (
                    <li key={`${problem.row} ${problem.column} ${problem.reason}`} className="py-1">
                      <span className="num font-medium">{t("line", { row: problem.row })}</span>
                      {problem.column ? (
                        <span className="text-subtle"> {problem.column}</span>
                      ) : null}
                      : {problem.reason}
                    </li>
                  ))}
                </ul>
              </>
            ) : found ? (
              <p>
                {t("summary", {
                  created: found.created,
                  updated: found.updated,
                  unchanged: found.unchanged,
                })}
              </p>
            ) : null}
          </div>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("cancel")}</Button>
          </DialogClose>
          <Button
            variant="primary"
            pending={apply.isPending}
            disabled={!found || found.problems.length > 0 || changes === 0}
            onClick={() => apply.mutate()}
          >
            {found && changes === 0 ? t("nothing") : t("apply", { count: changes })}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
