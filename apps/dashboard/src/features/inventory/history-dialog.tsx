"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { uiTexts } from "@ecomm/ui/texts";
import type { Inventory } from "@/api/products";
import type { Store } from "@/api/stores";
import { ReadOnlyNote } from "@/shell/role-gate";
import { variantDetail } from "@/shell/variant-detail";
import { Movements } from "./movements";

/** What changed a variant's stock, for those who may not change it. */
export function HistoryDialog({
  row,
  store,
  onClose,
}: {
  row: Inventory;
  store: Store;
  onClose: () => void;
}) {
  const ui = useTexts(uiTexts);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={row.product_title} description={variantDetail(row) || undefined}>
        <DialogBody className="grid gap-4">
          <ReadOnlyNote what="stock" />
          <Movements row={row} store={store} />
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("close")}</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
