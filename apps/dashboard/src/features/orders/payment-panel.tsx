"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { CreditCard, Gift, type LucideIcon, Wallet } from "lucide-react";
import type { Order } from "@/api/orders";
import { deskTexts } from "./desk-texts";
import { ordersTexts } from "./texts";

type Tender = Order["tenders"][number];

const ICONS: Record<Tender["kind"], LucideIcon> = {
  gift_card: Gift,
  store_credit: Wallet,
  provider: CreditCard,
};

/** Who paid how much, what went back, what is open. */
export function PaymentPanel({ order }: { order: Order }) {
  const t = useTexts(ordersTexts);
  const desk = useTexts(deskTexts);
  const { currency } = order.totals.total;
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  const taken = order.payments.filter((payment) => payment.captured.amount > 0);
  const balances = order.tenders.filter(({ kind }) => kind !== "provider");
  const captured =
    taken.reduce((sum, payment) => sum + payment.captured.amount, 0) +
    balances.reduce((sum, tender) => sum + tender.amount.amount, 0);
  const refunded =
    taken.reduce((sum, payment) => sum + payment.refunded.amount, 0) +
    balances.reduce((sum, tender) => sum + tender.refunded.amount, 0);
  const open = order.totals.total.amount - captured;
  const rows = [
    ...balances.map((tender) => ({
      key: tender.label,
      Icon: ICONS[tender.kind],
      name: tender.label,
      note: null,
      amount: tender.amount.amount,
      back: tender.refunded.amount,
    })),
    ...taken.map((payment) => ({
      key: payment.id,
      Icon: ICONS.provider,
      name: t.has(`provider_${payment.provider}`)
        ? t(`provider_${payment.provider}` as "provider_mock")
        : payment.provider,
      note: payment.provider_ref,
      amount: payment.captured.amount,
      back: payment.refunded.amount,
    })),
  ];
  return (
    <Panel>
      <PanelHeader title={t("payments")} />
      <div className="px-4 pb-4">
        {rows.length === 0 ? (
          <p className="text-13 text-muted">{t("payment_none")}</p>
        ) : (
          <KeyValues>
            {rows.map(({ key, Icon, name, note, amount, back }) => (
              <KeyValue
                key={key}
                label={
                  <span className="flex min-w-0 items-center gap-2">
                    <Icon className="size-4 shrink-0" aria-hidden />
                    <span className="min-w-0">
                      <span className="block truncate">{name}</span>
                      {note ? (
                        <span title={note} className="block truncate text-12 text-subtle">
                          {note}
                        </span>
                      ) : null}
                      {back > 0 ? (
                        <span className="num block text-12 text-subtle">
                          {desk("paid_back", { amount: money(back) })}
                        </span>
                      ) : null}
                    </span>
                  </span>
                }
              >
                {money(amount)}
              </KeyValue>
            ))}
            {refunded > 0 ? <KeyValue label={t("refunded")}>−{money(refunded)}</KeyValue> : null}
            <KeyValue label={t("paid")} total>
              {money(captured - refunded)}
            </KeyValue>
            {open > 0 ? <KeyValue label={t("open_amount")}>{money(open)}</KeyValue> : null}
          </KeyValues>
        )}
        {order.test ? <p className="mt-3 text-12 text-subtle">{t("test_note")}</p> : null}
      </div>
    </Panel>
  );
}
