"use client";

import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues } from "@ecomm/ui/panel";
import { Notice } from "@ecomm/ui/states";
import type { Plan, Preview } from "@/api/billing";
import { billingTexts } from "./texts";

/** Line by line what a change costs now, what comes after it, and what will not fit any more. */
export function Cost({
  cost,
  plan,
  interval,
}: {
  cost: Preview;
  plan: Plan;
  interval: "month" | "year";
}) {
  const t = useTexts(billingTexts);
  const { locale } = useLocale();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <KeyValues>
        {cost.lines.map((line) => (
          <KeyValue key={line.text} label={line.text}>
            {formatMoney(line.amount, locale)}
          </KeyValue>
        ))}
        <KeyValue label={t("due_now")} total>
          {formatMoney(cost.due_now, locale)}
        </KeyValue>
        {cost.credit.amount > 0 ? (
          <KeyValue label={t("credit")}>{formatMoney(cost.credit, locale)}</KeyValue>
        ) : null}
      </KeyValues>
      <p className="text-13 text-muted">
        {t("after_that", {
          each: t("each_price", {
            amount: formatMoney(cost.each_period, locale),
            each: t(`each_${interval}`),
          }),
          when: formatDate(cost.next_at, "dayYear", locale, zone),
        })}
      </p>
      {cost.outgrown.length > 0 ? (
        <Notice tone="warning" title={t("outgrown_title", { plan: plan.title })}>
          {t("outgrown_body")}
          <ul className="mt-1 list-disc ps-5">
            {cost.outgrown.map((use) => (
              <li key={use.name}>
                {t("outgrown_line", {
                  what: t.has(`use_${use.name}`) ? t(`use_${use.name}` as "use_stores") : use.name,
                  used: use.used,
                  limit: use.limit ?? 0,
                })}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </>
  );
}
