"use client";

import { FirstDayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { KeyFigures, MissingFigure } from "@ecomm/ui/key-figure";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatNumber, formatPercent } from "@ecomm/ui/lib/numbers";
import { KeyValue, KeyValues, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import { type RevenueReport, revenueQuery } from "@/api/analytics";
import { DaysPanel } from "./chart";
import { type Chosen, useChosen } from "./chosen";
import { CountFigure, MoneyFigure, ShareFigure } from "./figures";
import { ReportPage } from "./frame";
import { analyticsTexts } from "./texts";

/** What was sold, given back and paid, and how visits became orders. */
export function SalesPage() {
  const chosen = useChosen();
  const query = useQuery(revenueQuery(chosen.store.id, chosen.asked));
  return (
    <ReportPage report="revenue" chosen={chosen} query={query}>
      {(data) => <Sales data={data} chosen={chosen} />}
    </ReportPage>
  );
}

function Sales({ data, chosen }: { data: RevenueReport; chosen: Chosen }) {
  const t = useTexts(analyticsTexts);
  const { currency } = data;
  const quiet = data.series.every((day) => day.gross === 0 && day.refunds === 0);
  return (
    <>
      <KeyFigures>
        <MoneyFigure label={t("revenue")} figure={data.revenue} currency={currency} />
        <CountFigure label={t("orders")} figure={data.orders} />
        {data.orders.value > 0 ? (
          <MoneyFigure label={t("average")} figure={data.average_order} currency={currency} />
        ) : (
          <MissingFigure label={t("average")} value={t("average_none")} note={t("average_note")} />
        )}
        <ShareFigure
          label={t("conversion")}
          share={data.conversion}
          none={t("conversion_none")}
          note={t("conversion_note")}
        />
      </KeyFigures>
      <div className="mt-4">
        {quiet && data.revenue.previous === null ? (
          <Panel>
            <EmptyState drawing={<FirstDayDrawing />} title={t("sales_empty")}>
              {t("sales_empty_body")}
            </EmptyState>
          </Panel>
        ) : (
          <DaysPanel
            title={t("revenue")}
            label={t("revenue_chart", { currency })}
            days={data.series}
            store={chosen.store}
            currency={currency}
          />
        )}
      </div>
      <div className="mt-4 grid gap-4 lg:grid-cols-3">
        <Funnel data={data} />
        <Breakdown data={data} />
        <Moved data={data} />
      </div>
    </>
  );
}

function Funnel({ data }: { data: RevenueReport }) {
  const t = useTexts(analyticsTexts);
  const most = Math.max(1, ...data.funnel.map((step) => step.value));
  const visits = data.funnel[0]?.value ?? 0;
  const looks = data.funnel.slice(0, 2);
  // A shop that sells without a visit was not watched: that is not zero.
  const unwatched = looks.every((step) => step.value === 0) && data.orders.value > 0;
  return (
    <Panel>
      <PanelHeader title={t("funnel")} />
      <PanelBody>
        <ol className="grid gap-3 text-13">
          {data.funnel.map((step) => (
            <li key={step.step}>
              <div className="flex items-baseline justify-between gap-3">
                <span>{t(`step_${step.step}`)}</span>
                {unwatched && looks.includes(step) ? (
                  <span className="text-subtle">{t("not_counted")}</span>
                ) : (
                  <span className="num font-medium">{formatNumber(step.value, t.locale)}</span>
                )}
              </div>
              <div className="mt-1 h-1.5 rounded-full bg-sunken" aria-hidden="true">
                <div
                  className="h-full rounded-full bg-chart-1"
                  style={{ inlineSize: `${(step.value / most) * 100}%` }}
                />
              </div>
              {step.step !== "visits" && visits > 0 ? (
                <p className="num mt-1 text-12 text-subtle">
                  {t("of_visits", { share: formatPercent(step.value / visits, t.locale) })}
                </p>
              ) : null}
            </li>
          ))}
        </ol>
        {unwatched ? <p className="mt-3 text-12 text-subtle">{t("unwatched")}</p> : null}
      </PanelBody>
    </Panel>
  );
}

function Breakdown({ data }: { data: RevenueReport }) {
  const t = useTexts(analyticsTexts);
  const money = (amount: number) => formatMoney({ amount, currency: data.currency }, t.locale);
  return (
    <Panel>
      <PanelHeader title={t("breakdown")} note={t("breakdown_note")} />
      <PanelBody>
        <KeyValues>
          <KeyValue label={t("gross")}>{money(data.gross.value)}</KeyValue>
          <KeyValue label={<span className="ps-3">{t("shipping")}</span>}>
            {money(data.shipping.value)}
          </KeyValue>
          <KeyValue label={t("refunds")}>{money(-data.refunds.value)}</KeyValue>
          <KeyValue label={t("net")} total>
            {money(data.revenue.value)}
          </KeyValue>
          <KeyValue label={t("discounts")}>{money(data.discounts.value)}</KeyValue>
          <KeyValue label={t("tax")}>{money(data.tax.value)}</KeyValue>
        </KeyValues>
      </PanelBody>
    </Panel>
  );
}

function Moved({ data }: { data: RevenueReport }) {
  const t = useTexts(analyticsTexts);
  const money = (amount: number) => formatMoney({ amount, currency: data.currency }, t.locale);
  return (
    <Panel>
      <PanelHeader title={t("money")} />
      <PanelBody>
        <KeyValues>
          <KeyValue label={t("received")}>{money(data.received.value)}</KeyValue>
          <KeyValue label={t("paid_back")}>{money(-data.paid_back.value)}</KeyValue>
          <KeyValue label={t("disputed")}>{money(-data.disputed.value)}</KeyValue>
        </KeyValues>
        <p className="mt-3 text-12 text-subtle">{t("money_note")}</p>
      </PanelBody>
    </Panel>
  );
}
