"use client";

import { Button } from "@ecomm/ui/button";
import { DialogBody, DialogFooter } from "@ecomm/ui/dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { Copy, Download } from "lucide-react";
import { accountTexts } from "./texts";

/** The codes, this once: to copy, to download, to put away. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const t = useTexts(accountTexts);
  const text = codes.join("\n");
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => toast.success(t("codes_copied")),
      () => toast.error(t("codes_copy_failed")),
    );
  return (
    <>
      <DialogBody className="grid gap-4">
        <p className="text-13 text-muted">{t("codes_body")}</p>
        <ul className="num grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-md bg-sunken p-4 font-mono text-14">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <div className="flex gap-2">
          <Button onClick={copy}>
            <Copy aria-hidden />
            {t("codes_copy")}
          </Button>
          <Button asChild>
            <a href={file} download="ecomm-recovery-codes.txt">
              <Download aria-hidden />
              {t("codes_save")}
            </a>
          </Button>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" onClick={onDone}>
          {t("codes_done")}
        </Button>
      </DialogFooter>
    </>
  );
}
