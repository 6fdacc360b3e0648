"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { KeyFigure, KeyFigures, MissingFigure } from "@ecomm/ui/key-figure";
import { formatNumber, formatShare } from "@ecomm/ui/lib/numbers";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type SubscriberSummary, summaryQuery } from "@/api/subscribers";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { subscribersTexts } from "./texts";

const NEAR = 0.9;

/** How many there are, how many confirm, and how much of the plan they use. */
export function SubscriberFigures({ storeId }: { storeId: string }) {
  const shell = useTexts(shellTexts);
  const summary = useQuery(summaryQuery(storeId));
  const error = loadError(summary, shell);
  if (error) return <LoadError error={error} />;
  if (!summary.data) return <Skeleton className="mb-4 h-24 w-full rounded-panel" />;
  return (
    <div className="mb-4 grid gap-3">
      <Room summary={summary.data} />
      <Figures summary={summary.data} />
    </div>
  );
}

function Figures({ summary }: { summary: SubscriberSummary }) {
  const t = useTexts(subscribersTexts);
  const number = (value: number) => formatNumber(value, t.locale);
  const { used, limit } = summary.contacts;
  return (
    <KeyFigures>
      <KeyFigure
        label={t("figure_confirmed")}
        major={number(summary.confirmed)}
        note={t("figure_confirmed_note")}
      />
      <KeyFigure
        label={t("figure_new")}
        major={number(summary.confirmed_30d)}
        note={t("figure_new_note", { gone: summary.unsubscribed_30d })}
      />
      {summary.confirm_rate_ppm === null ? (
        <MissingFigure label={t("figure_rate")} value="–" note={t("figure_rate_none")} />
      ) : (
        <KeyFigure
          label={t("figure_rate")}
          major={formatShare(summary.confirm_rate_ppm, t.locale)}
          note={t("figure_rate_note", { asked: summary.asked_30d })}
        />
      )}
      <KeyFigure
        label={t("figure_contacts")}
        major={limit === null ? number(used) : t("contacts_of", { used, limit })}
        note={limit === null ? t("contacts_free") : t("contacts_note")}
      />
    </KeyFigures>
  );
}

/** Says that the plan is full, or nearly, before it bites. */
function Room({ summary }: { summary: SubscriberSummary }) {
  const t = useTexts(subscribersTexts);
  const { used, limit, lifted_by: lifts } = summary.contacts;
  if (limit === null || used < limit * NEAR) return null;
  const full = used >= limit;
  return (
    <Notice
      tone={full ? "warning" : "info"}
      title={t(full ? "full_title" : "near_title")}
      actions={
        <Button asChild size="sm">
          <Link href={`/billing/plans${lifts ? `?plan=${lifts}` : ""}`}>{t("see_plans")}</Link>
        </Button>
      }
    >
      {full ? t("full_body", { waiting: summary.over_limit }) : t("near_body", { used, limit })}
    </Notice>
  );
}
