import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type DataRequest = Schema<"DataRequestOut">;
export type ErasePreview = Schema<"ErasurePreviewOut">;
export type RegisterEntry = Schema<"RegisterEntry">;

const privacyKey = (store: string) => ["store", store, "privacy"] as const;
export const requestsKey = (store: string) => [...privacyKey(store), "requests"] as const;

/** While a worker is at a request the page looks again after so long. */
const SOON_MS = 1_500;

export interface RequestFilter {
  kind?: DataRequest["kind"];
  page: number;
  per_page: number;
}

/** Copies and erasures that were asked for. */
export const requestsQuery = (store: string, query: RequestFilter) =>
  queryOptions({
    queryKey: [...requestsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/privacy/requests", {
          params: { path: { store_id: store }, query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === "queued") ? SOON_MS : false,
  });

/** What is kept of a customer, and what erasing them would do about it. */
export const erasePreviewQuery = (store: string, customer: string) =>
  queryOptions({
    queryKey: [...privacyKey(store), "preview", customer],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/privacy/customers/{customer_id}", {
          params: { path: { store_id: store, customer_id: customer } },
          signal,
        }),
      ),
  });

/** What personal data is kept where and why. It changes with the platform alone. */
export const registerQuery = (store: string) =>
  queryOptions({
    queryKey: [...privacyKey(store), "register"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/privacy/register", {
          params: { path: { store_id: store } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const askFor = (store: string, body: Schema<"DataRequestIn">) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/privacy/requests", {
      params: { path: { store_id: store } },
      body,
    }),
  );

/** Where a copy can be downloaded. */
export const copyFile = (store: string, request: string) =>
  `/api/v1/stores/${store}/privacy/requests/${request}/copy.json`;
