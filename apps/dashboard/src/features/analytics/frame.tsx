"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Badge } from "@ecomm/ui/status";
import { ViewTabs } from "@ecomm/ui/tabs";
import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { type ReportName, reportFile } from "@/api/analytics";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import type { Chosen } from "./chosen";
import { readDays, withDays } from "./period";
import { PeriodMenu } from "./period-menu";
import { analyticsTexts } from "./texts";

const REPORTS: readonly ReportName[] = ["revenue", "products", "customers", "profit"];
const NAMES = {
  revenue: "sales",
  products: "products",
  customers: "customers",
  profit: "profit",
} as const;

const TITLES = {
  revenue: "analytics",
  products: "analytics_products",
  customers: "analytics_customers",
  profit: "analytics_profit",
} as const;

interface Report {
  since: string;
  until: string;
  as_of: string;
}

/** A report: title, the other reports, the period, and the file. */
export function ReportPage<Data extends Report>({
  report,
  chosen,
  query,
  children,
}: {
  report: ReportName;
  chosen: Chosen;
  query: { data: Data | undefined; error: unknown; refetch: () => unknown };
  children: (data: Data) => ReactNode;
}) {
  const t = useTexts(analyticsTexts);
  const shell = useTexts(shellTexts);
  const router = useRouter();
  const { store, search } = chosen;
  const error = loadError(query, shell);
  const { data } = query;
  const home = `/stores/${store.id}/analytics`;
  return (
    <Page>
      <PageHeader
        title={shell(TITLES[report])}
        status={chosen.test ? <Badge tone="warning">{t("test_badge")}</Badge> : null}
        actions={
          <>
            <PeriodMenu chosen={chosen} shown={data ?? null} />
            <Button asChild>
              <a href={reportFile(store.id, report, chosen.asked)} download>
                <Download aria-hidden />
                {t("export")}
              </a>
            </Button>
          </>
        }
      />
      <ViewTabs
        label={t("reports")}
        current={report}
        onChoose={(key) => {
          const kept = withDays(search, readDays(search, "9999-12-31"));
          kept.delete("sort");
          router.push(`${home}${key === "revenue" ? "" : `/${key}`}?${kept}`);
        }}
        views={REPORTS.map((key) => ({ key, label: t(NAMES[key]) }))}
      />
      <div className="mt-4">
        {error ? (
          <Panel>
            <LoadError error={error} />
          </Panel>
        ) : data ? (
          <>
            {children(data)}
            <p className="mt-4 text-12 text-subtle">
              {t("as_of", { when: formatDate(data.as_of, "full", t.locale, store.timezone) })}
            </p>
          </>
        ) : (
          <ReportSkeleton />
        )}
      </div>
    </Page>
  );
}

function ReportSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-4">
      <Panel className="grid grid-cols-2 lg:grid-cols-4">
        {["a", "b", "c", "d"].map((key) => (
          <div key={key} className="grid h-27 content-start gap-3 p-4">
            <Skeleton className="w-16" />
            <Skeleton className="h-5 w-28" />
            <Skeleton className="w-24" />
          </div>
        ))}
      </Panel>
      <Panel className="p-4">
        <Skeleton className="mb-6 w-24" />
        <Skeleton className="h-48 w-full rounded-md md:h-73" />
      </Panel>
    </div>
  );
}
