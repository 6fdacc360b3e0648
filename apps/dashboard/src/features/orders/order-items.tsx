"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatPercent } from "@ecomm/ui/lib/numbers";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Thumb } from "@ecomm/ui/thumb";
import Link from "next/link";
import type { Order } from "@/api/orders";
import { variantDetail } from "@/shell/variant-detail";
import { ordersTexts } from "./texts";

const head = "h-8 border-b px-2 text-12 font-medium whitespace-nowrap text-subtle";
const cell = "md:border-b md:px-2 md:py-2.5";

/** What was sold, and how the total came to be. */
export function OrderItems({ order, storeId }: { order: Order; storeId: string }) {
  const t = useTexts(ordersTexts);
  const money = (amount: { amount: number; currency: string }) => formatMoney(amount, t.locale);
  const pieces = order.items.reduce((sum, item) => sum + item.quantity, 0);
  const discounted = order.items.some((item) => item.discount.amount > 0);
  return (
    <Panel>
      <PanelHeader
        title={t("items")}
        note={<span className="num">{t("items_note", { pieces, count: order.items.length })}</span>}
      />
      <table className="block w-full table-fixed border-separate border-spacing-0 text-13 md:table">
        <thead className="hidden md:table-header-group">
          <tr>
            <th scope="col" className={`${head} ps-4 text-start`}>
              {t("product")}
            </th>
            <th scope="col" className={`${head} w-28 text-end`}>
              {t("price")}
            </th>
            {discounted ? (
              <th scope="col" className={`${head} w-24 text-end`}>
                {t("discount")}
              </th>
            ) : null}
            <th scope="col" className={`${head} w-24 text-end`}>
              {t("tax")}
            </th>
            <th scope="col" className={`${head} w-28 pe-4 text-end`}>
              {t("total")}
            </th>
          </tr>
        </thead>
        <tbody className="block md:table-row-group">
          {order.items.map((item) => (
            <tr
              key={item.id}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 border-b px-4 py-3 md:table-row"
            >
              <td className={`${cell} min-w-0 md:ps-4`}>
                <span className="flex items-center gap-3">
                  <Thumb picture={item.image} />
                  <span className="grid min-w-0">
                    <Link
                      href={`/stores/${storeId}/products/${item.product_id}`}
                      className="truncate rounded-xs font-medium hover:text-accent"
                    >
                      {item.title}
                    </Link>
                    <span className="truncate text-12 text-subtle">{variantDetail(item)}</span>
                    {item.fulfilled_quantity > 0 && item.fulfilled_quantity < item.quantity ? (
                      <span className="num text-12 text-info">
                        {t("shipped_of", { done: item.fulfilled_quantity, count: item.quantity })}
                      </span>
                    ) : null}
                  </span>
                </span>
              </td>
              <td className={`${cell} num text-end whitespace-nowrap max-md:hidden`}>
                <span className="text-muted">{item.quantity} ×</span> {money(item.unit_price)}
              </td>
              {discounted ? (
                <td className={`${cell} num text-end max-md:hidden`}>
                  {item.discount.amount > 0 ? `−${money(item.discount)}` : "–"}
                </td>
              ) : null}
              <td className={`${cell} num text-end text-muted max-md:hidden`}>{money(item.tax)}</td>
              <td className={`${cell} num text-end font-medium whitespace-nowrap md:pe-4`}>
                {money(item.gross)}
                <span className="block text-12 font-normal text-subtle md:hidden">
                  {item.quantity} × {money(item.unit_price)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Totals order={order} money={money} />
    </Panel>
  );
}

function Totals({
  order,
  money,
}: {
  order: Order;
  money: (amount: { amount: number; currency: string }) => string;
}) {
  const t = useTexts(ordersTexts);
  const { totals, shipping, tax } = order;
  const rate = tax ? formatPercent(tax.rate_ppm / 1_000_000, t.locale) : "";
  return (
    <KeyValues className="m-px rounded-b-panel bg-sunken px-4 py-4">
      <KeyValue label={t("subtotal")}>{money(totals.subtotal)}</KeyValue>
      {totals.discount.amount > 0 ? (
        <KeyValue label={t("discount")}>−{money(totals.discount)}</KeyValue>
      ) : null}
      <KeyValue label={t("shipping", { name: shipping.name })}>{money(totals.shipping)}</KeyValue>
      {tax && !tax.inclusive ? (
        <KeyValue label={t("tax_on", { name: tax.name, rate })}>{money(totals.tax)}</KeyValue>
      ) : null}
      <KeyValue
        total
        label={
          <>
            {t("total")}{" "}
            {tax?.inclusive ? (
              <span className="font-normal text-muted max-sm:block">
                {t("tax_in", { tax: money(tax.amount), name: tax.name, rate })}
              </span>
            ) : null}
          </>
        }
      >
        {money(totals.total)}
      </KeyValue>
    </KeyValues>
  );
}
