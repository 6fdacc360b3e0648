"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatDay } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatPercent } from "@ecomm/ui/lib/numbers";
import { KeyValue, KeyValues, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import type { ReactNode } from "react";
import type { Order } from "@/api/orders";
import { Trace } from "@/features/discounts/trace";
import { deskTexts } from "./desk-texts";

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[20px_minmax(0,1fr)] gap-x-3">
      <span className="num grid size-5 place-items-center rounded-full bg-sunken text-12 text-muted">
        {number}
      </span>
      <div className="grid min-w-0 gap-2">
        <h3 className="text-13 font-medium">{title}</h3>
        {children}
      </div>
    </li>
  );
}

/** How many units of `to` one of `of` was worth, by both rates to the euro. */
function rateText(exchange: NonNullable<Order["exchange"]>, locale: string): string {
  const rate = exchange.to_per_euro_ppm / exchange.of_per_euro_ppm;
  return new Intl.NumberFormat(locale, { maximumSignificantDigits: 6 }).format(rate);
}

/** How the total came to be: every rule that was considered, every tax, who paid, at which rate. */
export function WhyPanel({ order }: { order: Order }) {
  const t = useTexts(deskTexts);
  const money = (value: { amount: number; currency: string }) => formatMoney(value, t.locale);
  const { totals, shipping, exchange } = order;
  const steps: { title: string; body: ReactNode }[] = [
    {
      title: t("why_items"),
      body: (
        <KeyValues>
          {order.items.map((item) => (
            <KeyValue
              key={item.id}
              label={
                <span className="block truncate">
                  {item.quantity} × {item.title}
                </span>
              }
            >
              {money({
                amount: item.unit_price.amount * item.quantity,
                currency: item.unit_price.currency,
              })}
            </KeyValue>
          ))}
        </KeyValues>
      ),
    },
    {
      title: t("why_rules"),
      body:
        order.trace.length > 0 ? (
          <Trace entries={order.trace} />
        ) : (
          <p className="text-13 text-subtle">{t("why_none")}</p>
        ),
    },
    {
      title: t("why_shipping", { name: shipping.name }),
      body: (
        <KeyValues>
          <KeyValue label={t("why_shipping", { name: shipping.name })}>
            {money(totals.shipping)}
          </KeyValue>
          {shipping.discount.amount > 0 ? (
            <KeyValue label={t("why_shipping_off")}>−{money(shipping.discount)}</KeyValue>
          ) : null}
        </KeyValues>
      ),
    },
    {
      title: t("why_taxes"),
      body:
        order.taxes.length > 0 ? (
          <KeyValues>
            {order.taxes.map((tax) => (
              <KeyValue
                key={`${tax.name}${tax.jurisdiction}${tax.rate_ppm}`}
                label={`${tax.name} ${formatPercent(tax.rate_ppm / 1_000_000, t.locale)}, ${tax.jurisdiction}, ${t(order.tax?.inclusive ? "why_inclusive" : "why_exclusive")}`}
              >
                {money(tax.amount)}
              </KeyValue>
            ))}
          </KeyValues>
        ) : (
          <p className="text-13 text-subtle">{t("why_taxes_none")}</p>
        ),
    },
    {
      title: t("why_tenders"),
      body: (
        <KeyValues>
          {order.tenders.map((tender) => (
            <KeyValue key={`${tender.kind}${tender.label}`} label={tender.label}>
              {money(tender.amount)}
            </KeyValue>
          ))}
          <KeyValue label={t("why_total")} total>
            {money(totals.total)}
          </KeyValue>
        </KeyValues>
      ),
    },
  ];
  return (
    <Panel>
      <PanelHeader title={t("why")} />
      <PanelBody>
        <ol className="grid gap-4">
          {steps.map(({ title, body }, at) => (
            <Step key={title} number={at + 1} title={title}>
              {body}
            </Step>
          ))}
        </ol>
        {exchange ? (
          <p className="mt-4 border-t pt-3 text-12 text-muted">
            <span className="font-medium">{t("why_rate")}</span>{" "}
            <span className="num">
              {t("why_rate_line", {
                of: exchange.of,
                to: exchange.to,
                rate: rateText(exchange, t.locale),
                day: formatDay(exchange.day, "dayYear", t.locale),
              })}
            </span>{" "}
            {t("why_rate_note")}
          </p>
        ) : null}
      </PanelBody>
    </Panel>
  );
}
