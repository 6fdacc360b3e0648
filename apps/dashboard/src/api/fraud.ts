import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type FraudCheck = Schema<"FraudCheckOut">;
export type FraudSettings = Schema<"FraudSettingsOut">;
export type FraudAction = Schema<"FraudBulkIn">["action"];

const at = (store: string) => ({ path: { store_id: store } });

export const fraudKey = (store: string) => ["store", store, "fraud"] as const;

export const fraudChecksQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...fraudKey(store), "list", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/fraud/checks", {
          params: {
            ...at(store),
            query: query as QueryOf<"/api/v1/stores/{store_id}/fraud/checks">,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const fraudCheckQuery = (store: string, order: string) =>
  queryOptions({
    queryKey: [...fraudKey(store), "order", order],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/fraud/checks/{order_id}", {
          params: { path: { store_id: store, order_id: order } },
          signal,
        }),
      ),
    retry: false,
  });

export const fraudSettingsQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "fraud-settings"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/fraud/settings", { params: at(store), signal })),
  });

export const saveFraudSettings = (store: string, body: Schema<"FraudSettingsIn">) =>
  unwrap(api.PUT("/api/v1/stores/{store_id}/fraud/settings", { params: at(store), body }));

export const decideFraud = (
  store: string,
  ids: string[],
  action: FraudAction,
  note: string | null,
) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/fraud/checks/bulk", {
      params: at(store),
      body: { ids, action, note },
    }),
  );
