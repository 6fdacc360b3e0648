"use client";

import { Button } from "@ecomm/ui/button";
import { FirstDayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { dayOf } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { Overview, Store } from "@/api/stores";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { Checklist } from "./checklist";
import { WhatYouKeep } from "./kept";
import { OverviewFigures } from "./key-figures";
import { LowStock } from "./low-stock";
import { NeedsYou } from "./needs-you";
import { RangeMenu, readRange } from "./range-menu";
import { RecentOrders } from "./recent-orders";
import { readPayments, traded, useSales } from "./sales";
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

const nextStep = (data: Overview) => data.checklist.find((item) => !item.done);

/** The store at a glance: what needs one, how it goes, what comes next. */
export function OverviewPage() {
  const t = useTexts(overviewTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const search = useSearchParams();
  const range = readRange(search.get("range"));
  const chosen = readPayments(search.get("payments"));
  const sales = useSales(store.id, range, chosen);
  const error = loadError(sales.query, shell);
  const data = sales.query.data;
  const test = sales.payments === "test";
  function choose(name: "range" | "payments", value: string) {
    const next = new URLSearchParams(search);
    next.set(name, value);
    window.history.pushState(null, "", `?${next}`);
  }
  return (
    <Page>
      <PageHeader
        title={t("title")}
        status={test ? <Badge tone="warning">{t("test_payments")}</Badge> : null}
        actions={
          <>
            <RangeMenu
              range={range}
              days={data ?? null}
              onChange={(value) => choose("range", value)}
              payments={sales.choice ? sales.payments : null}
              onPayments={(value) => choose("payments", value)}
            />
            {may("catalog") ? (
              // Before the first sale the next step's button is the primary one.
              <Button asChild variant={data && !nextStep(data) ? "primary" : "default"}>
                <Link href={`/stores/${store.id}/products/new`}>
                  <Plus aria-hidden />
                  {t("add_product")}
                </Link>
              </Button>
            ) : null}
          </>
        }
      />
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : data ? (
        <OverviewBody data={data} store={store} test={test} />
      ) : (
        <OverviewSkeleton />
      )}
    </Page>
  );
}

function OverviewBody({ data, store, test }: { data: Overview; store: Store; test: boolean }) {
  const steps = nextStep(data) !== undefined;
  const sold = traded(data);
  // Whatever the figures are made of, every order stands in the list.
  const ordered = sold || data.recent_orders.length > 0;
  const checklist = steps ? <Checklist items={data.checklist} store={store} /> : null;
  const low = <LowStock rows={data.low_stock} store={store} />;
  return (
    <>
      <NeedsYou store={store} data={data} />
      <OverviewFigures data={data} test={test} />
      <div className="mt-4 grid gap-4 lg:grid-cols-[minmax(0,1fr)_344px]">
        {sold ? (
          <>
            <RevenuePanel data={data} store={store} test={test} />
            <WhatYouKeep data={data} store={store} />
            {checklist}
          </>
        ) : (
          <>
            {checklist ?? <FirstDay data={data} />}
            {checklist ? <FirstDay data={data} /> : low}
          </>
        )}
        {sold && checklist ? low : null}
        {ordered ? (
          <div className={sold !== (checklist !== null) ? "min-w-0" : "min-w-0 lg:col-span-2"}>
            <RecentOrders rows={data.recent_orders} store={store} />
          </div>
        ) : null}
        {ordered && sold !== (checklist !== null) ? low : null}
      </div>
    </>
  );
}

function RevenuePanel({ data, store, test }: { data: Overview; store: Store; test: boolean }) {
  const t = useTexts(overviewTexts);
  const previousLabel = t("days_before", { count: data.series.length });
  return (
    <Panel>
      <PanelHeader
        title={t("revenue")}
        note={
          <span className="max-md:hidden">
            {t(test ? "revenue_note_test" : "revenue_note", { zone: city(store.timezone) })}
          </span>
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
