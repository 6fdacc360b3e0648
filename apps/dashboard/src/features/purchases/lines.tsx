"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { type Picture, Thumb } from "@ecomm/ui/thumb";
import Link from "next/link";
import type { Purchase, PurchaseLine } from "@/api/purchases";
import type { Store } from "@/api/stores";
import { variantDetail } from "@/shell/variant-detail";
import { purchasePageTexts } from "./texts";

const head = "h-8 border-y bg-sunken px-2 text-12 font-medium whitespace-nowrap text-subtle";
const cell = "md:border-b md:px-2 md:py-2.5";

/** What is bought, what was planned for it and what the supplier booked. */
export function LinesPanel({ purchase, store }: { purchase: Purchase; store: Store }) {
  const t = useTexts(purchasePageTexts);
  const money = (amount: number) => formatMoney({ amount, currency: purchase.currency }, t.locale);
  const live = purchase.lines.filter((line) => line.active);
  const pieces = live.reduce((sum, line) => sum + line.quantity, 0);
  return (
    <Panel>
      <PanelHeader
        title={t("lines")}
        note={<span className="num">{t("lines_note", { pieces, count: live.length })}</span>}
      />
      <table className="block w-full table-fixed border-separate border-spacing-0 text-13 md:table">
        <thead className="hidden md:table-header-group">
          <tr>
            <th scope="col" className={`${head} ps-4 text-start`}>
              {t("col_product")}
            </th>
            <th scope="col" className={`${head} w-40 text-start`}>
              {t("col_sku")}
            </th>
            <th scope="col" className={`${head} w-24 text-end`}>
              {t("col_cost")}
            </th>
            <th scope="col" className={`${head} w-20 text-end`}>
              {t("col_quantity")}
            </th>
            <th scope="col" className={`${head} w-28 pe-4 text-end`}>
              {t("col_total")}
            </th>
          </tr>
        </thead>
        <tbody className="block md:table-row-group">
          {purchase.lines.map((line) => (
            <Line key={line.id} line={line} money={money} store={store} />
          ))}
        </tbody>
      </table>
      <KeyValues className="m-px rounded-b-panel bg-sunken px-4 py-4">
        <KeyValue label={t("goods")}>{money(purchase.goods)}</KeyValue>
        <KeyValue label={t("shipping", { name: purchase.method_name })}>
          {money(purchase.shipping)}
        </KeyValue>
        <KeyValue label={t("duty")}>{money(purchase.duty)}</KeyValue>
        <KeyValue
          total
          label={
            <>
              {t(purchase.booked ? "total_charged" : "total_expected")}{" "}
              {purchase.booked && purchase.expected_total !== purchase.total ? (
                <span className="font-normal text-muted max-sm:block">
                  {t("total_was", { amount: money(purchase.expected_total) })}
                </span>
              ) : null}
            </>
          }
        >
          {money(purchase.total)}
        </KeyValue>
        {purchase.refunded > 0 ? (
          <KeyValue label={t("refunded")}>−{money(purchase.refunded)}</KeyValue>
        ) : null}
      </KeyValues>
    </Panel>
  );
}

function Line({
  line,
  money,
  store,
}: {
  line: PurchaseLine;
  money: (amount: number) => string;
  store: Store;
}) {
  const t = useTexts(purchasePageTexts);
  const quiet = line.active ? "" : "text-subtle";
  const variant = variantDetail({ variant_title: line.variant_title, sku: null });
  return (
    <tr className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 border-b px-4 py-3 md:table-row">
      <td className={`${cell} min-w-0 md:ps-4`}>
        <span className="flex items-center gap-3">
          <Thumb picture={line.image as Picture | null} />
          <span className="grid min-w-0">
            <Link
              href={`/stores/${store.id}/products/${line.product_id}`}
              className={`truncate rounded-xs font-medium hover:text-accent ${quiet}`}
            >
              {line.product_title}
            </Link>
            <span className="truncate text-12 text-subtle">{variant || line.title}</span>
            {line.active ? null : (
              <span className="text-12 text-warning">
                {line.failed ? t("line_gone", { why: words(line.failed) }) : t("line_let_go")}
              </span>
            )}
          </span>
        </span>
      </td>
      <td className={`${cell} min-w-0 max-md:hidden`}>
        <span className="num block truncate text-muted" title={line.title}>
          {line.external_sku}
        </span>
      </td>
      <td className={`${cell} num text-end whitespace-nowrap max-md:hidden ${quiet}`}>
        {money(line.unit_cost)}
      </td>
      <td className={`${cell} num text-end max-md:hidden ${quiet}`}>{line.quantity}</td>
      <td className={`${cell} num text-end font-medium whitespace-nowrap md:pe-4 ${quiet}`}>
        {money(line.goods)}
        <span className="block text-12 font-normal text-subtle md:hidden">
          {line.quantity} × {money(line.unit_cost)}
        </span>
      </td>
    </tr>
  );
}

/** A code as words: "out_of_stock" → "out of stock". */
const words = (code: string): string => code.replaceAll("_", " ");
