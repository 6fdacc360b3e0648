import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Entry = Schema<"AuditEntryOut">;

/** What the log is narrowed by, as the API takes it. */
export interface ActivityFilter {
  search?: string;
  store_id?: string;
  actor?: string;
  resource_type?: string;
  resource_id?: string;
  since?: string;
}

export const activityQuery = (query: ActivityFilter & { page: number; per_page: number }) =>
  queryOptions({
    queryKey: ["activity", query],
    queryFn: ({ signal }) => unwrapList(api.GET("/api/v1/audit", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const activityChoicesQuery = queryOptions({
  queryKey: ["activity", "choices"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/audit/choices", { signal })),
});

/** Address of the same entries as a file. */
export const activityFile = (query: ActivityFilter) =>
  `/api/v1/audit/export?${new URLSearchParams(Object.entries(query))}`;
