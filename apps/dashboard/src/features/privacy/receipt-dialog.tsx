"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import type { DataRequest } from "@/api/privacy";
import { privacyTexts } from "./texts";

/** What came of a request, table by table. Times are told in `zone`. */
export function ReceiptDialog({
  request,
  zone,
  onClose,
}: {
  request: Pick<DataRequest, "created_at" | "error" | "receipt" | "waits_for">;
  zone: string;
  onClose: () => void;
}) {
  const t = useTexts(privacyTexts);
  const when = formatDate(request.created_at, "full", t.locale, zone);
  const waits = request.waits_for.map((one) => t(`waits_${one.what}`, { count: one.count }));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("receipt_title", { when })}>
        <DialogBody className="grid gap-4 text-13">
          <p className="text-muted">{t("receipt_body")}</p>
          {request.error ? <p className="text-danger">{request.error}</p> : null}
          {waits.length > 0 ? <p>{t("waits", { what: waits.join(", ") })}</p> : null}
          {request.receipt.length === 0 ? (
            <p className="text-subtle">{t("receipt_none")}</p>
          ) : (
            <ul>
              {request.receipt.map((line) => (
                <li
                  key={`${line.table} ${line.done}`}
                  className="grid grid-cols-[minmax(0,1fr)_auto_4rem] gap-3 border-t py-1.5 first:border-t-0"
                >
                  <span className="truncate font-mono text-12">{line.table}</span>
                  <span className="text-muted">{t(`done_${line.done}`)}</span>
                  <span className="num text-end">{line.rows}</span>
                </li>
              ))}
            </ul>
          )}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{t("close")}</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
