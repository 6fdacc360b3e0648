"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { KeyValue, KeyValues } from "@ecomm/ui/panel";
import { Sheet, SheetContent } from "@ecomm/ui/sheet";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type PastOrder, pastOrderQuery } from "@/api/channels";
import { countryName } from "@/features/stores/choices";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { PastStatus, Source } from "./status";
import { channelsTexts } from "./texts";

/** One order of another shop, whole. */
export function PastOrderSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTexts(channelsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const order = useQuery(pastOrderQuery(store.id, id));
  const error = loadError(order, shell);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={order.data?.number ?? t("p_number")} className="md:w-120">
        {error ? (
          <LoadError error={error} />
        ) : order.data === undefined ? (
          <div className="grid gap-3" aria-busy="true">
            <Skeleton className="w-64" />
            <Skeleton className="h-24 w-full rounded-md" />
          </div>
        ) : (
          <Content order={order.data} />
        )}
      </SheetContent>
    </Sheet>
  );
}

function Content({ order }: { order: PastOrder }) {
  const t = useTexts(channelsTexts);
  const store = useStore();
  const money = (value: PastOrder["total"]) => formatMoney(value, t.locale);
  const sums = [
    ["p_subtotal", order.subtotal],
    ["p_discount", order.discount],
    ["p_shipping", order.shipping],
    [order.tax_included ? "p_tax_inside" : "p_tax", order.tax],
  ] as const;
  return (
    <div className="grid gap-5 text-13">
      <div className="grid gap-1.5">
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          <PastStatus order={order} />
          <span className="text-muted">{t(`ship_${order.fulfilment}`)}</span>
        </div>
        <p className="text-12 text-subtle">
          <Source order={order} /> ·{" "}
          <span className="num">
            {formatDate(order.placed_at, "full", t.locale, store.timezone)}
          </span>
        </p>
      </div>
      <ul className="-mx-4 border-y" aria-label={t("p_goods")}>
        {order.lines.map((line, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: an order's lines never move
            key={at}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-t px-4 py-2.5 first:border-0"
          >
            <span className="min-w-0">
              {line.product_id ? (
                <Link
                  href={`/stores/${store.id}/products/${line.product_id}`}
                  className="rounded-xs font-medium wrap-anywhere hover:text-accent"
                >
                  {line.title}
                </Link>
              ) : (
                <span className="font-medium wrap-anywhere">{line.title}</span>
              )}
              <span className="num block text-12 wrap-anywhere text-subtle">
                {[
                  t("p_line", { quantity: line.quantity, price: money(line.unit_price) }),
                  line.variant_title,
                  line.sku,
                  line.refunded_quantity > 0
                    ? t("p_returned", { count: line.refunded_quantity })
                    : "",
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            <span className="num">{money(line.total)}</span>
          </li>
        ))}
      </ul>
      <KeyValues>
        {sums.map(([key, value]) =>
          value.amount === 0 ? null : (
            <KeyValue key={key} label={t(key)}>
              <span className="num">{money(value)}</span>
            </KeyValue>
          ),
        )}
        <KeyValue label={t("p_total")}>
          <span className="num font-medium">{money(order.total)}</span>
        </KeyValue>
        {order.refunded.amount > 0 ? (
          <KeyValue label={t("p_refunded")}>
            <span className="num">{money(order.refunded)}</span>
          </KeyValue>
        ) : null}
      </KeyValues>
      <Buyer order={order} />
    </div>
  );
}

function Buyer({ order }: { order: PastOrder }) {
  const t = useTexts(channelsTexts);
  const store = useStore();
  const { address } = order;
  const place = address
    ? [
        address.name,
        address.line1,
        address.line2,
        [address.postal_code, address.city].filter(Boolean).join(" "),
        address.state,
        address.country ? countryName(address.country, t.locale) : "",
      ].filter(Boolean)
    : [];
  return (
    <KeyValues>
      <KeyValue label={t("p_buyer")}>
        {order.customer_id ? (
          <Link
            href={`/stores/${store.id}/customers/${order.customer_id}`}
            className="rounded-xs wrap-anywhere text-accent underline"
          >
            {order.email || t("p_customer")}
          </Link>
        ) : (
          <span className="wrap-anywhere">{order.email || t("p_nobody")}</span>
        )}
      </KeyValue>
      {place.length > 0 ? (
        <KeyValue label={t("p_address")}>
          <span className="wrap-anywhere whitespace-pre-line">{place.join("\n")}</span>
        </KeyValue>
      ) : null}
    </KeyValues>
  );
}
