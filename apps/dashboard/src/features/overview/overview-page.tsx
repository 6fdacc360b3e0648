"use client";

import { Button } from "@ecomm/ui/button";
import { FirstDayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { dayOf } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState, ErrorState } from "@ecomm/ui/states";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { toShipQuery } from "@/api/orders";
import { type Overview, overviewQuery, type Range, type Store } from "@/api/stores";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { Checklist } from "./checklist";
import { OverviewFigures } from "./key-figures";
import { LowStock } from "./low-stock";
import { NeedsYou } from "./needs-you";
import { RangeMenu, readRange } from "./range-menu";
import { RecentOrders } from "./recent-orders";
import { overviewTexts } from "./texts";

const ChartHole = () => <Skeleton className="h-48 w-full rounded-md md:h-73" />;
const RevenueChart = dynamic(
  () => import("@ecomm/ui/revenue-chart").then((chart) => chart.RevenueChart),
  { ssr: false, loading: ChartHole },
);
const RevenueLegend = dynamic(
  () => import("@ecomm/ui/revenue-chart").then((chart) => chart.RevenueLegend),
  { ssr: false },
);

/** "Europe/Dublin" → "Dublin". */
const city = (zone: string) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** The store at a glance: what needs one, how it goes, what comes next. */
export function OverviewPage() {
  const t = useTexts(overviewTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const range = readRange(useSearchParams().get("range"));
  const overview = useQuery({
    ...overviewQuery(store.id, range),
    placeholderData: keepPreviousData,
  });
  const toShip = useQuery(toShipQuery(store.id));
  const error = loadError(overview, shell);
  const data = overview.data;
  function choose(next: Range) {
    const url = next === "30d" ? window.location.pathname : `?range=${next}`;
    window.history.pushState(null, "", url);
  }
  return (
    <Page>
      <PageHeader
        title={t("title")}
        actions={
          <>
            <RangeMenu range={range} days={data ?? null} onChange={choose} />
            <Button asChild variant="primary">
              <Link href={`/stores/${store.id}/products/new`}>
                <Plus aria-hidden />
                {t("add_product")}
              </Link>
            </Button>
          </>
        }
      />
      {error ? (
        <Panel>
          <ErrorState
            onRetry={error.retry}
            {...(error.reference ? { reference: error.reference } : {})}
          >
            {error.text}
          </ErrorState>
        </Panel>
      ) : data ? (
        <OverviewBody data={data} store={store} toShip={toShip.data ?? 0} />
      ) : (
        <OverviewSkeleton />
      )}
    </Page>
  );
}

function OverviewBody({ data, store, toShip }: { data: Overview; store: Store; toShip: number }) {
  const steps = data.checklist.some((item) => !item.done);
  // Real sales make the figures; test orders are orders all the same and stand in the list.
  const traded = data.orders.value > 0 || (data.orders.previous ?? 0) > 0;
  const ordered = traded || data.recent_orders.length > 0;
  const checklist = steps ? <Checklist items={data.checklist} store={store} /> : null;
  const low = <LowStock rows={data.low_stock} storeId={store.id} />;
  return (
    <>
      <NeedsYou store={store} data={data} toShip={toShip} />
      <OverviewFigures data={data} />
      <div className="mt-4 grid gap-4 lg:grid-cols-[minmax(0,1fr)_344px]">
        {traded ? (
          <RevenuePanel data={data} store={store} />
        ) : (
          (checklist ?? <FirstDay data={data} />)
        )}
        {traded ? (checklist ?? low) : checklist ? <FirstDay data={data} /> : low}
        {ordered ? (
          <div className={checklist ? "min-w-0" : "min-w-0 lg:col-span-2"}>
            <RecentOrders rows={data.recent_orders} store={store} />
          </div>
        ) : null}
        {ordered && checklist ? low : null}
      </div>
    </>
  );
}

function RevenuePanel({ data, store }: { data: Overview; store: Store }) {
  const t = useTexts(overviewTexts);
  const previousLabel = t("days_before", { count: data.series.length });
  return (
    <Panel>
      <PanelHeader
        title={t("revenue")}
        note={
          <span className="max-md:hidden">{t("revenue_note", { zone: city(store.timezone) })}</span>
        }
        end={<RevenueLegend previousLabel={previousLabel} />}
      />
      <RevenueChart
        className="px-3 pt-1 pb-3 md:px-4"
        days={data.series}
        currency={data.currency}
        previousLabel={previousLabel}
        label={t("chart_label", { currency: data.currency, zone: store.timezone })}
        openEnd={data.until === dayOf(new Date(), store.timezone)}
      />
    </Panel>
  );
}

/** Where the chart will be: no sales yet is not a line of zeros. */
function FirstDay({ data }: { data: Overview }) {
  const t = useTexts(overviewTexts);
  return (
    <Panel className="grid place-content-center">
      <EmptyState drawing={<FirstDayDrawing />} title={t("first_day")}>
        {data.test_orders > 0
          ? t("first_day_test", { count: data.test_orders })
          : t("first_day_body")}
      </EmptyState>
    </Panel>
  );
}

function OverviewSkeleton() {
  return (
    <div aria-busy="true">
      <Panel className="grid grid-cols-2 lg:grid-cols-4">
        {["a", "b", "c", "d"].map((key) => (
          <div key={key} className="grid h-27 content-start gap-3 p-4">
            <Skeleton className="w-16" />
            <Skeleton className="h-5 w-28" />
            <Skeleton className="w-24" />
          </div>
        ))}
      </Panel>
      <div className="mt-4 grid gap-4 lg:grid-cols-[minmax(0,1fr)_344px]">
        <Panel className="p-4">
          <Skeleton className="mb-6 w-24" />
          <ChartHole />
        </Panel>
        <Panel className="grid content-start gap-5 p-4">
          <Skeleton className="mb-2 w-24" />
          {["a", "b", "c", "d"].map((key) => (
            <div key={key} className="flex items-center gap-3">
              <Skeleton className="size-9 rounded-sm" />
              <Skeleton className="w-36" />
              <Skeleton className="ms-auto w-10" />
            </div>
          ))}
        </Panel>
      </div>
    </div>
  );
}
