"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { overviewQuery, type Store } from "@/api/stores";
import { storesTexts } from "./texts";

/** A store's last 30 days in three figures; the way in is the card they stand on. */
export function StoreFigures({ store }: { store: Store }) {
  const t = useTexts(storesTexts);
  const overview = useQuery({
    ...overviewQuery(store.id, "30d", "live"),
    // A page of many stores asks once; each store's own page keeps its figures fresh.
    refetchInterval: false,
    staleTime: 60_000,
  });
  const data = overview.data;
  // Without figures the card still leads to the store, which says what is wrong.
  if (overview.error && !data) return null;
  const waiting = data ? Object.values(data.waiting).reduce((sum, count) => sum + count, 0) : 0;
  const figures = [
    {
      key: "revenue",
      label: t("figure_revenue"),
      value: data && formatMoney({ amount: data.revenue.value, currency: data.currency }, t.locale),
    },
    {
      key: "orders",
      label: t("figure_orders"),
      value: data && formatNumber(data.orders.value, t.locale),
    },
    { key: "waiting", label: t("figure_waiting"), value: data && formatNumber(waiting, t.locale) },
  ];
  return (
    <dl
      className="grid grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1fr)] gap-3"
      aria-busy={data ? undefined : "true"}
    >
      {figures.map(({ key, label, value }) => (
        <div key={key} className="grid gap-0.5">
          <dt className="truncate text-12 text-subtle">{label}</dt>
          <dd className="num truncate text-14 font-medium">
            {value ?? <Skeleton className="my-1 w-12" />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
