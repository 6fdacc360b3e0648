"use client";

import { Button } from "@ecomm/ui/button";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Notice } from "@ecomm/ui/states";
import Link from "next/link";
import type { Subscription } from "@/api/billing";
import { type Standing, standingOf } from "./standing";
import { billingTexts } from "./texts";

type Urgent = Exclude<Standing["kind"], "trial">;

const TONES: Record<Urgent, "warning" | "danger"> = {
  past_due: "warning",
  grace: "warning",
  grace_unpaid: "warning",
  closed: "danger",
  closed_unpaid: "danger",
  closed_ended: "danger",
};
const UNPAID: readonly Urgent[] = ["past_due", "grace_unpaid", "closed_unpaid"];
const CLOSED: readonly Urgent[] = ["closed", "closed_unpaid", "closed_ended"];

/**
 * What needs somebody, and by when; nothing where all is well. `linked`: it stands on another page
 * and leads to the one where something can be done.
 */
export function StandingNote({ found, linked = false }: { found: Subscription; linked?: boolean }) {
  const t = useTexts(billingTexts);
  const { locale } = useLocale();
  const standing = standingOf(found, Date.now());
  if (standing === null) return null;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = found.ends_at === null ? "–" : formatDate(found.ends_at, "dayYear", locale, zone);
  if (standing.kind === "trial")
    return (
      <Notice title={t("trial_left", { days: standing.days })}>{t("trial_until", { when })}</Notice>
    );
  const { kind } = standing;
  const unpaid = UNPAID.includes(kind);
  return (
    <Notice
      tone={TONES[kind]}
      title={t(CLOSED.includes(kind) ? "closed_title" : (`${kind}_title` as "grace_title"))}
      actions={
        linked || !unpaid ? (
          <Button asChild size="sm">
            <Link href={unpaid ? "/billing" : "/billing/plans"}>
              {t(unpaid ? "to_billing" : "choose_plan")}
            </Link>
          </Button>
        ) : null
      }
      {...(linked ? { className: "shadow-pop" } : {})}
    >
      {t(kind as "grace", { when })}
    </Notice>
  );
}
