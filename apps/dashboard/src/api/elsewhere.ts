import { type Schema, unwrap } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { purchasesKey } from "./purchases";

export type OtherWays = Schema<"OtherWaysOut">;
export type WayOption = Schema<"WayOptionOut">;
export type Ground = Schema<"DisputableOut">;
export type DisputeReason = Schema<"DisputeIn">["reason"];

const one = (store: string, id: string) => ({ path: { store_id: store, purchase_id: id } });

/** Who else could send each line that can be swapped. */
export const otherWaysQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...purchasesKey(store), "ways", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/purchase-orders/{purchase_id}/ways", {
          params: one(store, id),
          signal,
        }),
      ),
  });

/** Refunds and returns that no complaint is about yet. */
export const groundsQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...purchasesKey(store), "grounds", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/purchase-orders/{purchase_id}/disputable", {
          params: one(store, id),
          signal,
        }),
      ),
  });

export const swapPurchase = (store: string, id: string, body: Schema<"SwapIn">) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/purchase-orders/{purchase_id}/swap", {
      params: one(store, id),
      body,
    }),
  );

export const disputePurchase = (store: string, id: string, body: Schema<"DisputeIn">) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/purchase-orders/{purchase_id}/disputes", {
      params: one(store, id),
      body,
    }),
  );

export const withdrawDispute = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/purchase-disputes/{dispute_id}/withdraw", {
      params: { path: { store_id: store, dispute_id: id } },
    }),
  );
