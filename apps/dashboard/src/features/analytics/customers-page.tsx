"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { KeyFigures } from "@ecomm/ui/key-figure";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatNumber, formatPercent } from "@ecomm/ui/lib/numbers";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import { type CustomersReport, customersQuery } from "@/api/analytics";
import { useChosen } from "./chosen";
import { CountFigure, MoneyFigure, ShareFigure } from "./figures";
import { ReportPage } from "./frame";
import { analyticsTexts } from "./texts";

/** Who bought for the first time, who came back, and what customers bring. */
export function CustomersReportPage() {
  const chosen = useChosen();
  const query = useQuery(customersQuery(chosen.store.id, chosen.asked));
  return (
    <ReportPage report="customers" chosen={chosen} query={query}>
      {(data) => <Customers data={data} />}
    </ReportPage>
  );
}

function Customers({ data }: { data: CustomersReport }) {
  const t = useTexts(analyticsTexts);
  return (
    <>
      <KeyFigures>
        <CountFigure label={t("customers_new")} figure={data.new} />
        <CountFigure label={t("customers_returning")} figure={data.returning} />
        <ShareFigure
          label={t("repeat_rate")}
          share={data.repeat_rate}
          none={t("repeat_none")}
          note={t("repeat_note")}
        />
        <MoneyFigure
          label={t("lifetime")}
          figure={data.lifetime_value}
          currency={data.currency}
          note={t("lifetime_note")}
        />
      </KeyFigures>
      <Cohorts data={data} />
    </>
  );
}

function Cohorts({ data }: { data: CustomersReport }) {
  const t = useTexts(analyticsTexts);
  const month = new Intl.DateTimeFormat(t.locale, {
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  const months = Math.max(0, ...data.cohorts.map((cohort) => cohort.active.length));
  return (
    <Panel className="mt-4">
      <PanelHeader title={t("cohorts")} note={t("cohorts_note")} />
      {data.cohorts.length === 0 ? (
        <EmptyState title={t("cohorts_empty")}>{t("cohorts_empty_body")}</EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard, too
        <section className="overflow-x-auto pb-2" tabIndex={0} aria-label={t("cohorts")}>
          <table className="w-full text-13 whitespace-nowrap">
            <caption className="sr-only">{t("cohorts_caption")}</caption>
            <thead className="border-y bg-sunken text-12 text-muted">
              <tr>
                <th scope="col" className="px-4 py-2 text-start font-medium">
                  {t("col_month")}
                </th>
                <th scope="col" className="px-4 py-2 text-end font-medium">
                  {t("col_customers")}
                </th>
                <th scope="col" className="px-4 py-2 text-end font-medium">
                  {t("col_brought")}
                </th>
                {Array.from({ length: months }, (_, after) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a column is
                  <th key={after} scope="col" className="px-3 py-2 text-end font-medium">
                    {t("col_after", { count: after })}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.cohorts.map((cohort) => (
                <tr key={cohort.month} className="border-t first:border-0">
                  <th scope="row" className="num px-4 py-2 text-start font-normal">
                    {month.format(new Date(`${cohort.month}T00:00:00Z`))}
                  </th>
                  <td className="num px-4 py-2 text-end">
                    {formatNumber(cohort.customers, t.locale)}
                  </td>
                  <td className="num px-4 py-2 text-end">
                    {formatMoney({ amount: cohort.revenue, currency: data.currency }, t.locale)}
                  </td>
                  {cohort.active.map((active, after) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the place is what a cell is
                    <td key={after} className="num px-3 py-2 text-end">
                      {formatNumber(active, t.locale)}
                      <span className="ms-1.5 text-12 text-subtle">
                        {formatPercent(active / cohort.customers, t.locale)}
                      </span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  );
}
