"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SentMail, sendAgain, sentKey } from "@/api/mails";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { mailName } from "./names";
import { mailsTexts } from "./texts";

/** Asks before a mail leaves once more. */
export function AgainDialog({ mail, onClose }: { mail: SentMail | null; onClose: () => void }) {
  const t = useTexts(mailsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: (id: string) => sendAgain(store.id, id),
    onSuccess: () => {
      toast.success(t("again_done"));
      onClose();
      // The job takes a moment to send it.
      setTimeout(() => void client.invalidateQueries({ queryKey: sentKey(store.id) }), 1_500);
    },
  });
  return (
    <ConfirmDialog
      open={mail !== null}
      onOpenChange={(open) => {
        again.reset();
        if (!open) onClose();
      }}
      title={t("again_title", {
        subject: mail ? mail.subject || mailName(mail.kind, t) : "",
        address: mail?.recipient ?? "",
      })}
      description={t("again_body")}
      action={t("send_again")}
      pending={again.isPending}
      error={again.error ? troubleText(again.error, shell) : null}
      onConfirm={() => {
        if (mail) again.mutate(mail.id);
      }}
    />
  );
}
