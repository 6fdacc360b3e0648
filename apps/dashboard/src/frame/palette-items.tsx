import type { PaletteItem } from "@ecomm/ui/command-palette";
import type { Translator } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues } from "@ecomm/ui/panel";
import { Thumb } from "@ecomm/ui/thumb";
import { Contact, Inbox } from "lucide-react";
import type { ReactNode } from "react";
import type { CustomerRow } from "@/api/customers";
import type { OrderRow } from "@/api/orders";
import type { ProductRow } from "@/api/products";
import { FulfilmentStatus, PaymentStatus } from "@/features/orders/status";
import { priceRange } from "@/features/products/price";
import { ProductStatusMark } from "@/features/products/status";
import type { shellTexts } from "@/shell/texts";

type Texts = Translator<(typeof shellTexts)["messages"]>;
type Push = (to: string) => void;

function stockText(row: ProductRow, t: Texts): string {
  return row.available === null ? t("untracked") : t("available", { count: row.available });
}

function Preview({
  top,
  title,
  children,
}: {
  top?: ReactNode;
  title: string;
  children: ReactNode;
}) {
  return (
    <div className="grid gap-2">
      {top}
      <p className="font-medium">{title}</p>
      {children}
    </div>
  );
}

/** Products the server found, each with what one wants to know before opening it. */
export function productItems(
  rows: readonly ProductRow[],
  home: string,
  t: Texts,
  push: Push,
): PaletteItem[] {
  return rows.map((row) => ({
    id: `product-${row.id}`,
    label: row.title,
    found: true,
    mark: <Thumb picture={row.image} size={28} />,
    note: row.status === "active" ? stockText(row, t) : t(`status_${row.status}`),
    run: () => push(`${home}/products/${row.id}`),
    preview: (
      <Preview
        title={row.title}
        top={<Thumb picture={row.image} size={216} className="mb-1 h-40! rounded-md" />}
      >
        <p className="flex justify-between border-b pb-2">
          <ProductStatusMark status={row.status} />
          <span className="text-subtle">{t("variants", { count: row.variants })}</span>
        </p>
        <KeyValues>
          <KeyValue label={t("price")}>
            {priceRange(row.price_min, row.price_max, t.locale)}
          </KeyValue>
          <KeyValue label={t("stock")}>{stockText(row, t)}</KeyValue>
        </KeyValues>
      </Preview>
    ),
  }));
}

/** Orders the server found. */
export function orderItems(
  rows: readonly OrderRow[],
  home: string,
  t: Texts,
  push: Push,
  timeZone = "UTC",
): PaletteItem[] {
  return rows.map((row) => ({
    id: `order-${row.id}`,
    label: t("order_title", { number: row.number, name: row.customer_name }),
    found: true,
    mark: <Inbox aria-hidden />,
    note: formatMoney(row.total, t.locale),
    run: () => push(`${home}/orders/${row.id}`),
    preview: (
      <Preview title={t("order_title", { number: row.number, name: row.customer_name })}>
        <p className="flex flex-wrap gap-x-4 gap-y-1 border-b pb-2">
          <PaymentStatus status={row.payment_status} />
          <FulfilmentStatus status={row.fulfilment_status} />
        </p>
        <KeyValues>
          <KeyValue label={t("total")}>{formatMoney(row.total, t.locale)}</KeyValue>
          <KeyValue label={t("placed")}>
            {formatDate(row.placed_at, "full", t.locale, timeZone)}
          </KeyValue>
          <KeyValue label={t("customer")}>{row.email}</KeyValue>
        </KeyValues>
      </Preview>
    ),
  }));
}

/** Customers the server found. */
export function customerItems(
  rows: readonly CustomerRow[],
  home: string,
  t: Texts,
  push: Push,
): PaletteItem[] {
  return rows.map((row) => ({
    id: `customer-${row.id}`,
    label: row.name,
    found: true,
    mark: <Contact aria-hidden />,
    note: row.email,
    run: () => push(`${home}/customers/${row.id}`),
    preview: (
      <Preview title={row.name}>
        <p className="truncate border-b pb-2 text-subtle">{row.email}</p>
        <KeyValues>
          <KeyValue label={t("customer_orders")}>{row.orders_count}</KeyValue>
          <KeyValue label={t("customer_spent")}>{formatMoney(row.total_spent, t.locale)}</KeyValue>
          {row.country ? <KeyValue label={t("customer_country")}>{row.country}</KeyValue> : null}
        </KeyValues>
      </Preview>
    ),
  }));
}
