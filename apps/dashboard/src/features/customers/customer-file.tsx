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
import { importCustomers } from "@/api/customers";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { customersTexts } from "./texts";

/** Brings customers in from a CSV: says what it would do first. */
export function CustomerFile({
  storeId,
  onClose,
  onDone,
}: {
  storeId: string;
  onClose: () => void;
  onDone: () => Promise<unknown>;
}) {
  const t = useTexts(customersTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const [csv, setCsv] = useState("");
  const tryOut = useMutation({
    mutationFn: (text: string) => importCustomers(storeId, text, true),
  });
  const apply = useMutation({
    mutationFn: () => importCustomers(storeId, csv, false),
    onSuccess: async ({ created, updated }) => {
      await onDone();
      toast.success(t("file_done", { created, updated }));
      onClose();
    },
  });
  const wrong = tryOut.error ?? apply.error;
  const would = tryOut.data;
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
                {t("file_would", {
                  created: would.created,
                  updated: would.updated,
                  unchanged: would.unchanged,
                })}
              </p>
              {would.failed > 0 ? (
                <>
                  <p className="text-warning">{t("file_problems", { count: would.failed })}</p>
                  <ul className="max-h-40 overflow-auto text-12 text-muted">
                    {would.issues.map((issue) => (
                      <li key={`${issue.line} ${issue.column}`}>{t("file_line", { ...issue })}</li>
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
            disabled={!would || would.created + would.updated === 0}
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
