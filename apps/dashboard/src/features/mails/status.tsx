"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { SentMail } from "@/api/mails";
import { mailsTexts } from "./texts";

const LOOKS: Record<SentMail["state"], { glyph: Glyph; tone: Tone }> = {
  queued: { glyph: "circle", tone: "idle" },
  sending: { glyph: "circle-half", tone: "info" },
  sent: { glyph: "circle-full", tone: "success" },
  failed: { glyph: "alert", tone: "danger" },
  unknown: { glyph: "alert", tone: "warning" },
  skipped: { glyph: "blocked", tone: "idle" },
};

/** Where a mail stands; why, where it did not go well. */
export function MailStatus({ mail }: { mail: SentMail }) {
  const t = useTexts(mailsTexts);
  const why = mail.state === "unknown" ? t("unknown_help") : (mail.error ?? undefined);
  return (
    <span title={why}>
      <Status {...LOOKS[mail.state]}>{t(`mail_${mail.state}`)}</Status>
    </span>
  );
}
