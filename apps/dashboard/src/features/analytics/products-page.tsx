"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { Thumb } from "@ecomm/ui/thumb";
import { useQuery } from "@tanstack/react-query";
import { ArrowDown } from "lucide-react";
import Link from "next/link";
import {
  type ProductFigures,
  type ProductSort,
  type ProductsReport,
  productsQuery,
} from "@/api/analytics";
import { type Chosen, useChosen } from "./chosen";
import { ReportPage } from "./frame";
import { analyticsTexts } from "./texts";

const SORTS: readonly ProductSort[] = ["views", "units", "revenue", "profit"];
const PER_PAGE = 25;

/** What each product brought and earned, best first. */
export function ProductsReportPage() {
  const chosen = useChosen();
  const sort = SORTS.find((name) => name === chosen.search.get("sort")) ?? "revenue";
  const page = Math.max(1, Number.parseInt(chosen.search.get("page") ?? "1", 10) || 1);
  const query = useQuery(
    productsQuery(chosen.store.id, { ...chosen.asked, sort, page, per_page: PER_PAGE }),
  );
  return (
    <ReportPage report="products" chosen={chosen} query={query}>
      {(data) => <Products data={data} chosen={chosen} sort={sort} page={page} />}
    </ReportPage>
  );
}

function Products({
  data,
  chosen,
  sort,
  page,
}: {
  data: ProductsReport;
  chosen: Chosen;
  sort: ProductSort;
  page: number;
}) {
  const t = useTexts(analyticsTexts);
  const heads: Record<ProductSort, string> = {
    views: t("col_views"),
    units: t("col_units"),
    revenue: t("col_revenue"),
    profit: t("col_profit"),
  };
  if (data.total === 0) {
    return (
      <Panel>
        <EmptyState drawing={<ShelfDrawing />} title={t("products_empty")}>
          {t("products_empty_body")}
        </EmptyState>
      </Panel>
    );
  }
  // Sold, and never looked at by anybody: nobody was watched, which is not zero.
  const watched = data.rows.some((row) => row.views > 0 || row.units === 0);
  const first = (page - 1) * PER_PAGE + 1;
  const last = first + data.rows.length - 1;
  return (
    <Panel>
      <PanelHeader title={t("products_count", { count: data.total })} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard, too */}
      <section className="overflow-x-auto" tabIndex={0} aria-label={t("products")}>
        <table className="w-full min-w-140 text-13 md:min-w-160">
          <thead className="border-y bg-sunken text-12 text-muted">
            <tr>
              <th scope="col" className="px-4 py-2 text-start font-medium">
                {t("col_product")}
              </th>
              {SORTS.map((name) => (
                <th
                  key={name}
                  scope="col"
                  aria-sort={name === sort ? "descending" : "none"}
                  className="px-4 py-1 text-end font-medium"
                >
                  <button
                    type="button"
                    className="inline-flex min-h-6 items-center gap-1 rounded-xs hover:text-text"
                    onClick={() => chosen.set({ sort: name, page: null })}
                  >
                    {name === sort ? <ArrowDown className="size-3.5" aria-hidden /> : null}
                    {heads[name]}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <Row
                key={row.product_id}
                row={row}
                data={data}
                watched={watched}
                storeId={chosen.store.id}
              />
            ))}
          </tbody>
        </table>
      </section>
      {data.total > PER_PAGE ? (
        <nav aria-label={t("pages")} className="flex items-center gap-2 border-t px-4 py-2 text-13">
          <span className="num me-auto text-muted">
            {t("page_of", { from: first, to: last, total: data.total })}
          </span>
          <Button
            disabled={page === 1}
            onClick={() => chosen.set({ page: page > 2 ? String(page - 1) : null })}
          >
            {t("previous_page")}
          </Button>
          <Button
            disabled={last >= data.total}
            onClick={() => chosen.set({ page: String(page + 1) })}
          >
            {t("next_page")}
          </Button>
        </nav>
      ) : null}
    </Panel>
  );
}

function Row({
  row,
  data,
  watched,
  storeId,
}: {
  row: ProductFigures;
  data: ProductsReport;
  watched: boolean;
  storeId: string;
}) {
  const t = useTexts(analyticsTexts);
  const money = (amount: number) => formatMoney({ amount, currency: data.currency }, t.locale);
  return (
    <tr className="border-t first:border-0">
      <th scope="row" className="max-w-44 px-4 py-2 text-start font-normal md:max-w-90">
        <span className="flex min-w-0 items-center gap-3">
          <Thumb picture={row.image_url ? { url: row.image_url, alt: "" } : null} />
          {row.title === null ? (
            <span className="text-subtle">{t("gone")}</span>
          ) : (
            <Link
              href={`/stores/${storeId}/products/${row.product_id}`}
              className="truncate rounded-xs font-medium hover:text-accent"
            >
              {row.title}
            </Link>
          )}
        </span>
      </th>
      <td className="num px-4 py-2 text-end">
        {watched ? (
          formatNumber(row.views, t.locale)
        ) : (
          <span className="text-subtle">{t("not_counted")}</span>
        )}
      </td>
      <td className="num px-4 py-2 text-end">{formatNumber(row.units, t.locale)}</td>
      <td className="num px-4 py-2 text-end">
        {money(row.revenue)}
        {row.previous_revenue === null ? null : (
          <span className="block text-12 text-subtle">
            {t("from", { value: money(row.previous_revenue) })}
          </span>
        )}
      </td>
      <td className="num px-4 py-2 text-end">
        {money(row.profit)}
        {row.unknown_lines ? (
          <span className="block text-12 text-warning">
            {t("unknown_short", { count: row.unknown_lines })}
          </span>
        ) : null}
      </td>
    </tr>
  );
}
