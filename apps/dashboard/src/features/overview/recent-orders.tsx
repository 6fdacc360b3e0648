"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { dayOf, formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import Link from "next/link";
import { useRouter } from "next/navigation";
import type { Overview, Store } from "@/api/stores";
import { FulfilmentStatus, OrderStatus, PaymentStatus } from "@/features/orders/status";
import { overviewTexts } from "./texts";

const head = "h-8 border-b px-2 text-start text-12 font-medium whitespace-nowrap text-subtle";
const cell = "md:h-10.5 md:border-b md:px-2 md:group-last:border-b-0";

/** The last few orders; on phones two lines each. */
export function RecentOrders({ rows, store }: { rows: Overview["recent_orders"]; store: Store }) {
  const t = useTexts(overviewTexts);
  const router = useRouter();
  const home = `/stores/${store.id}/orders`;
  const today = dayOf(new Date(), store.timezone);
  const when = (at: string) =>
    formatDate(at, dayOf(at, store.timezone) === today ? "time" : "day", t.locale, store.timezone);
  return (
    <Panel className="min-w-0">
      <PanelHeader
        title={t("recent")}
        end={
          <Link href={home} className="rounded-xs text-12 font-medium text-accent hover:underline">
            {t("all_orders")}
          </Link>
        }
      />
      {rows.length === 0 ? (
        <EmptyState title={t("recent_empty")} className="pt-4 pb-8">
          {t("recent_empty_body")}
        </EmptyState>
      ) : (
        <table className="block w-full table-fixed border-separate border-spacing-0 text-13 md:table">
          <thead className="hidden md:table-header-group">
            <tr>
              <th scope="col" className={`${head} w-22 ps-4`}>
                {t("order")}
              </th>
              <th scope="col" className={`${head} w-17`}>
                {t("placed")}
              </th>
              <th scope="col" className={head}>
                {t("customer")}
              </th>
              <th scope="col" className={`${head} w-32`}>
                {t("payment")}
              </th>
              <th scope="col" className={`${head} w-34`}>
                {t("fulfilment")}
              </th>
              <th scope="col" className={cn(head, "w-24 text-end")}>
                {t("total")}
              </th>
              <th scope="col" className={cn(head, "w-25 pe-4 text-end max-lg:hidden")}>
                {t("profit")}
              </th>
            </tr>
          </thead>
          <tbody className="block md:table-row-group">
            {rows.map((row) => (
              <tr
                key={row.id}
                className="group grid cursor-pointer grid-cols-[120px_minmax(0,1fr)_auto] gap-x-3 gap-y-1 border-b px-4 py-3 last:border-b-0 hover:bg-hover md:table-row"
                onClick={(event) => {
                  if (event.target instanceof Element && event.target.closest("a")) return;
                  router.push(`${home}/${row.id}`);
                }}
              >
                <td className={`${cell} num whitespace-nowrap md:ps-4`}>
                  <Link
                    href={`${home}/${row.id}`}
                    className="rounded-xs font-medium hover:text-accent"
                  >
                    {row.number}
                  </Link>{" "}
                  {row.test ? <Badge>{t("test")}</Badge> : null}
                </td>
                <td className={`${cell} num hidden whitespace-nowrap text-subtle md:table-cell`}>
                  {when(row.placed_at)}
                </td>
                <td className={`${cell} truncate`}>
                  {row.customer_name} <span className="text-subtle max-xl:hidden">{row.city}</span>
                </td>
                <td className={`${cell} row-start-2`}>
                  <PaymentStatus status={row.payment_status} />
                </td>
                <td className={`${cell} row-start-2`}>
                  {row.status === "cancelled" || row.status === "on_hold" ? (
                    <OrderStatus status={row.status} />
                  ) : (
                    <FulfilmentStatus status={row.fulfilment_status} />
                  )}
                </td>
                <td
                  className={`${cell} num col-start-3 row-start-1 text-end font-medium whitespace-nowrap max-lg:md:pe-4`}
                >
                  {formatMoney(row.total, t.locale)}
                </td>
                <td
                  className={cn(
                    cell,
                    "num col-start-3 row-start-2 text-end whitespace-nowrap md:pe-4 md:max-lg:hidden",
                    row.profit !== null && row.profit < 0 ? "text-danger" : "text-muted",
                  )}
                >
                  {row.profit === null ? (
                    <Missing label={t("profit_missing")} />
                  ) : (
                    formatMoney({ amount: row.profit, currency: store.currency }, t.locale)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

/** Nothing to show, and why for those who do not see the dash. */
function Missing({ label }: { label: string }) {
  return (
    <>
      <span aria-hidden className="text-subtle" title={label}>
        –
      </span>
      <span className="sr-only">{label}</span>
    </>
  );
}
