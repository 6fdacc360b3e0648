"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { toast } from "@ecomm/ui/toast";
import { Copy } from "lucide-react";
import type { NewWebhook } from "@/api/webhooks";
import { useStore } from "@/features/stores/store-context";
import { webhooksTexts } from "./texts";

/** A secret, this once. */
export function SecretDialog({ made, onDone }: { made: NewWebhook | null; onDone: () => void }) {
  const t = useTexts(webhooksTexts);
  const store = useStore();
  if (!made) return null;
  const copy = () =>
    navigator.clipboard.writeText(made.secret).then(
      () => toast.success(t("copied")),
      () => toast.error(t("copy_failed")),
    );
  const until = made.old_secret_until;
  return (
    <Dialog open onOpenChange={(open) => !open && onDone()}>
      <DialogContent title={t("made_title")}>
        <DialogBody className="grid gap-4">
          <p className="text-13 text-muted">
            {until
              ? t("rotated_body", { when: formatDate(until, "full", t.locale, store.timezone) })
              : t("made_body")}
          </p>
          <Field label={t("secret", { name: made.name })}>
            <Input
              readOnly
              value={made.secret}
              className="font-mono"
              onFocus={(event) => event.target.select()}
            />
          </Field>
          <div>
            <Button onClick={copy}>
              <Copy aria-hidden />
              {t("copy")}
            </Button>
          </div>
        </DialogBody>
        <DialogFooter>
          <Button variant="primary" onClick={onDone}>
            {t("done")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
