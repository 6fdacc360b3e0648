import { type QueryOf, type Schema, unwrap } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type RevenueReport = Schema<"RevenueOut">;
export type ProductsReport = Schema<"ProductsReportOut">;
export type ProductFigures = Schema<"ProductFiguresOut">;
export type CustomersReport = Schema<"CustomersReportOut">;
export type ProfitReport = Schema<"ProfitReportOut">;
export type Figure = Schema<"FigureOut">;
export type Share = Schema<"ShareOut">;
export type ReportName = "revenue" | "products" | "customers" | "profit";
export type ProductSort = "revenue" | "units" | "views" | "profit";

/** The days of a report as the API takes them, and which orders they are of. */
export type Asked = ({ range: "7d" | "30d" | "90d" } | { from: string; to: string }) & {
  payments: "live" | "test";
};

const at = (store: string) => ({ path: { store_id: store } });
const key = (store: string, report: string, asked: object) =>
  ["store", store, "analytics", report, asked] as const;

export const revenueQuery = (store: string, asked: Asked) =>
  queryOptions({
    queryKey: key(store, "revenue", asked),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/analytics/revenue", {
          params: { ...at(store), query: asked },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const productsQuery = (
  store: string,
  asked: Asked & { sort: ProductSort; page: number; per_page: number },
) =>
  queryOptions({
    queryKey: key(store, "products", asked),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/analytics/products", {
          params: {
            ...at(store),
            query: asked as QueryOf<"/api/v1/stores/{store_id}/analytics/products">,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const customersQuery = (store: string, asked: Asked) =>
  queryOptions({
    queryKey: key(store, "customers", asked),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/analytics/customers", {
          params: { ...at(store), query: asked },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const profitQuery = (store: string, asked: Asked) =>
  queryOptions({
    queryKey: key(store, "profit", asked),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/analytics/profit", {
          params: { ...at(store), query: asked },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** Address of a report as a CSV file. */
export const reportFile = (store: string, report: ReportName, asked: Asked) =>
  `/api/v1/stores/${store}/analytics/export?${new URLSearchParams({ report, ...asked })}`;
