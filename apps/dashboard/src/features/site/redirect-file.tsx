"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { importRedirects } from "@/api/site";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { siteTexts } from "./texts";

/** Brings redirects in from a CSV: says what it would do first. */
export function RedirectFile({
  storeId,
  onClose,
  onDone,
}: {
  storeId: string;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const t = useTexts(siteTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const [csv, setCsv] = useState("");
  const tryOut = useMutation({
    mutationFn: (text: string) => importRedirects(storeId, text, true),
  });
  const apply = useMutation({
    mutationFn: () => importRedirects(storeId, csv, false),
    onSuccess: async ({ created, updated }) => {
      await onDone();
      toast.success(t("file_done", { created, updated }));
      onClose();
    },
  });
  const wrong = tryOut.error ?? apply.error;
  const would = tryOut.data;
  const changes = would ? would.created + would.updated : 0;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("file_title")}>
        <DialogBody className="grid gap-4">
          <FormProblem>{wrong ? troubleText(wrong, shell) : null}</FormProblem>
          <Field label={t("file_choose")} help={t("file_help")}>
            <Input
              type="file"
              accept=".csv,text/csv"
              onChange={async (event) => {
                const [chosen] = event.target.files ?? [];
                if (!chosen) return;
                const text = await chosen.text();
                setCsv(text);
                apply.reset();
                tryOut.mutate(text);
              }}
            />
          </Field>
          {would ? (
            <div role="status" className="grid gap-2 text-13">
              <p>
                {changes === 0
                  ? t("file_nothing")
                  : t("file_would", {
                      created: would.created,
                      updated: would.updated,
                      unchanged: would.unchanged,
                    })}
              </p>
              {would.problems.length > 0 ? (
                <>
                  <p className="text-warning">
                    {t("file_problems", { count: would.problems.length })}
                  </p>
                  <ul className="max-h-40 overflow-auto text-12 text-muted">
                    {would.problems.map((problem) => (
                      <li key={`${problem.line} ${problem.column}`}>
                        {t("file_line", { ...problem })}
                      </li>
                    ))}
                  </ul>
                </>
              ) : null}
            </div>
          ) : null}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("cancel")}</Button>
          </DialogClose>
          <Button
            variant="primary"
            disabled={changes === 0}
            pending={tryOut.isPending || apply.isPending}
            onClick={() => apply.mutate()}
          >
            {t("file_do")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
