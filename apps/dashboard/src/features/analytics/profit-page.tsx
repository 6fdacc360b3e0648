"use client";

import { Button } from "@ecomm/ui/button";
import { FirstDayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatPercent } from "@ecomm/ui/lib/numbers";
import { KeyValue, KeyValues, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState, Notice } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { type ProfitReport, profitQuery } from "@/api/analytics";
import { DaysPanel } from "./chart";
import { type Chosen, useChosen } from "./chosen";
import { ReportPage } from "./frame";
import { analyticsTexts } from "./texts";

/** What was earned with goods, and where the rest went. */
export function ProfitReportPage() {
  const chosen = useChosen();
  const query = useQuery({
    ...profitQuery(chosen.store.id, chosen.asked),
    enabled: chosen.decided,
  });
  return (
    <ReportPage report="profit" chosen={chosen} query={query}>
      {(data) => <Profit data={data} chosen={chosen} />}
    </ReportPage>
  );
}

function Profit({ data, chosen }: { data: ProfitReport; chosen: Chosen }) {
  const t = useTexts(analyticsTexts);
  const { currency } = data;
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  if (data.sold.value === 0 && !data.sold.previous) {
    return (
      <Panel>
        <EmptyState drawing={<FirstDayDrawing />} title={t("profit_empty")}>
          {t("profit_empty_body")}
        </EmptyState>
      </Panel>
    );
  }
  // As the overview counts it: what shoppers paid for goods.
  const brought = data.sold.value - data.discounts.value;
  const less = ["discounts", "refunds", "cost", "shipping", "duty", "fees"] as const;
  const names = {
    discounts: "discount_share",
    refunds: "line_refunds",
    cost: "cost",
    shipping: "supplier_shipping",
    duty: "duty",
    fees: "fees",
  } as const;
  // Goods of which nobody said what they cost do not look as if they were free.
  const unknown = data.unknown_lines.value > 0 && data.cost.value === 0;
  return (
    <>
      {data.unknown_lines.value > 0 ? (
        <Notice
          tone="warning"
          icon={<TriangleAlert aria-hidden />}
          title={t("unknown_title", { count: data.unknown_lines.value })}
          className="mb-4"
          actions={
            <Button asChild>
              <Link href={`/stores/${chosen.store.id}/products`}>{t("products_link")}</Link>
            </Button>
          }
        >
          {t("unknown_body")}
        </Notice>
      ) : null}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_344px]">
        <DaysPanel
          title={t("profit")}
          label={t("profit_chart", { currency })}
          days={data.series.map((day) => ({ ...day, revenue: day.profit }))}
          store={chosen.store}
          currency={currency}
        />
        <Panel>
          <PanelHeader title={t("breakdown")} note={t("breakdown_note")} />
          <PanelBody>
            <KeyValues>
              <KeyValue label={t("sold")}>{money(data.sold.value)}</KeyValue>
              {less.map((name) => (
                <KeyValue key={name} label={t(names[name])}>
                  {name === "cost" && unknown ? (
                    <span className="text-warning">{t("not_known")}</span>
                  ) : (
                    money(-data[name].value)
                  )}
                </KeyValue>
              ))}
              <KeyValue label={t("supplier_refunds")}>
                {money(data.supplier_refunds.value)}
              </KeyValue>
              <KeyValue label={t("profit_left")} total>
                {money(data.profit.value)}
              </KeyValue>
            </KeyValues>
            {brought > 0 ? (
              <p className="num mt-3 text-12 text-subtle">
                {t("margin", {
                  share: formatPercent(data.profit.value / brought, t.locale),
                })}
              </p>
            ) : null}
            <p className="mt-3 text-12 text-subtle">{t("profit_note")}</p>
          </PanelBody>
        </Panel>
      </div>
    </>
  );
}
