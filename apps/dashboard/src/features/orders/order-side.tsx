"use client";

import { IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Copy, CreditCard } from "lucide-react";
import type { Order } from "@/api/orders";
import { countryName } from "@/features/stores/choices";
import { copyText } from "./parcels";
import { ordersTexts } from "./texts";

/** Who bought and where it goes. */
export function CustomerPanel({ order }: { order: Order }) {
  const t = useTexts(ordersTexts);
  const address = order.shipping_address;
  const lines = [
    address.name,
    address.line1,
    address.line2,
    [address.postal_code, address.city].filter(Boolean).join(" "),
    address.state,
    countryName(address.country, t.locale),
  ].filter((line): line is string => Boolean(line));
  return (
    <Panel>
      <PanelHeader title={t("customer")} />
      <div className="grid gap-3 px-4 pb-4 text-13">
        <div className="grid gap-0.5">
          <span className="font-medium break-words">{address.name}</span>
          <a
            href={`mailto:${encodeURIComponent(order.email).replace("%40", "@")}`}
            className="truncate rounded-xs text-accent hover:underline"
          >
            {order.email}
          </a>
          {address.phone ? (
            <span className="text-12 text-subtle">{t("phone", { phone: address.phone })}</span>
          ) : null}
        </div>
        <div className="border-t pt-3 text-12">
          <div className="flex items-center justify-between">
            <h3 className="font-medium">{t("ships_to")}</h3>
            <IconButton
              label={t("copy_address")}
              size="icon-sm"
              className="-my-1"
              onClick={() => copyText(lines.join("\n"), t("copied"), lines.join(", "))}
            >
              <Copy aria-hidden />
            </IconButton>
          </div>
          <address className="break-words text-muted not-italic">
            {lines.map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            ))}
          </address>
        </div>
      </div>
    </Panel>
  );
}

/** What came in, what went back, what is open. */
export function PaymentPanel({ order }: { order: Order }) {
  const t = useTexts(ordersTexts);
  const { currency } = order.totals.total;
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  const taken = order.payments.filter((payment) => payment.captured.amount > 0);
  const captured = taken.reduce((sum, payment) => sum + payment.captured.amount, 0);
  const refunded = taken.reduce((sum, payment) => sum + payment.refunded.amount, 0);
  const open = order.totals.total.amount - captured;
  return (
    <Panel>
      <PanelHeader title={t("payments")} />
      <div className="px-4 pb-4">
        {taken.length === 0 ? (
          <p className="text-13 text-muted">{t("payment_none")}</p>
        ) : (
          <KeyValues>
            {taken.map((payment) => (
              <KeyValue
                key={payment.id}
                label={
                  <span className="flex min-w-0 items-center gap-2">
                    <CreditCard className="size-4 shrink-0" aria-hidden />
                    <span className="min-w-0">
                      {t.has(`provider_${payment.provider}`)
                        ? t(`provider_${payment.provider}` as "provider_mock")
                        : payment.provider}
                      <span
                        title={payment.provider_ref}
                        className="block truncate text-12 text-subtle"
                      >
                        {payment.provider_ref}
                      </span>
                    </span>
                  </span>
                }
              >
                {formatMoney(payment.captured, t.locale)}
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
