"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { subscribersTexts } from "./texts";

/** Asked before addresses are erased: there is no way back. */
export function EraseDialog({
  count,
  pending,
  onConfirm,
  onClose,
}: {
  count: number;
  pending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const t = useTexts(subscribersTexts);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("erase_title", { count })}
      description={t("erase_body")}
      action={t("erase_do", { count })}
      keep={t("keep")}
      pending={pending}
      error={null}
      onConfirm={onConfirm}
    />
  );
}
