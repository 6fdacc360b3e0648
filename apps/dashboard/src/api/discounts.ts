import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Discount = Schema<"DiscountOut">;
export type DiscountState = Schema<"DiscountState">;
export type DiscountKind = Discount["kind"];
export type DiscountTarget = Schema<"DiscountClass">;
export type Tried = Schema<"TriedOut">;
export type TraceEntry = Schema<"TraceEntryOut">;

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, discount_id: id } });

type DiscountsQuery = QueryOf<"/api/v1/stores/{store_id}/discounts">;

export const discountsKey = (store: string) => ["store", store, "discounts"] as const;

export const discountsQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...discountsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/discounts", {
          params: { ...at(store), query: query as DiscountsQuery },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const discountQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "discount", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/discounts/{discount_id}", {
          params: one(store, id),
          signal,
        }),
      ),
    refetchOnWindowFocus: false, // a form stands on it
  });

export const usesQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "discount", id, "uses"],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/discounts/{discount_id}/uses", {
          params: one(store, id),
          signal,
        }),
      ),
  });

export const createDiscount = (store: string, body: Schema<"DiscountIn">, key: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/discounts", {
      params: at(store),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const replaceDiscount = (store: string, id: string, body: Schema<"DiscountReplace">) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/discounts/{discount_id}", { params: one(store, id), body }),
  );

export const deleteDiscount = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/discounts/{discount_id}", { params: one(store, id) }),
  );

export const changeDiscounts = (store: string, body: Schema<"DiscountBulkIn">) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/discounts/bulk", { params: at(store), body }));

export const tryDiscounts = (store: string, body: Schema<"DiscountTestIn">) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/discounts/test", { params: at(store), body }));
