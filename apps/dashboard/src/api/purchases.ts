import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type PurchaseRow = Schema<"PurchaseRow">;
export type Purchase = Schema<"PurchaseOut">;
export type PurchaseLine = Schema<"PurchaseLineOut">;
export type PurchaseEntry = Schema<"PurchaseEntryOut">;
export type PurchaseStatus = Schema<"PurchaseStatus">;
export type OrderSourcing = Schema<"OrderSourcingOut">;
export type Need = Schema<"NeedOut">;
export type LineProfit = Schema<"LineProfitOut">;

const one = (store: string, id: string) => ({ path: { store_id: store, purchase_id: id } });

export const purchasesKey = (store: string) => ["store", store, "purchases"] as const;

export const purchasesQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...purchasesKey(store), "list", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/purchase-orders", {
          params: {
            path: { store_id: store },
            query: query as QueryOf<"/api/v1/stores/{store_id}/purchase-orders">,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const purchaseQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...purchasesKey(store), "one", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/purchase-orders/{purchase_id}", {
          params: one(store, id),
          signal,
        }),
      ),
  });

export type PurchaseAct = "approve" | "cancel" | "retry" | "look-up";

/** Decides about a purchase order; the answer of a supplier comes later, into its timeline. */
export function actOnPurchase(store: string, id: string, act: PurchaseAct): Promise<Purchase> {
  const params = one(store, id);
  switch (act) {
    case "approve":
      return unwrap(
        api.POST("/api/v1/stores/{store_id}/purchase-orders/{purchase_id}/approve", { params }),
      );
    case "cancel":
      return unwrap(
        api.POST("/api/v1/stores/{store_id}/purchase-orders/{purchase_id}/cancel", { params }),
      );
    case "retry":
      return unwrap(
        api.POST("/api/v1/stores/{store_id}/purchase-orders/{purchase_id}/retry", { params }),
      );
    case "look-up":
      return unwrap(
        api.POST("/api/v1/stores/{store_id}/purchase-orders/{purchase_id}/look-up", { params }),
      );
  }
}

/** Gives the supplier's own number of one whose answer never came; it is checked first. */
export const claimPurchase = (store: string, id: string, supplierRef: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/purchase-orders/{purchase_id}/look-up", {
      params: one(store, id),
      body: { supplier_ref: supplierRef },
    }),
  );

export const orderSourcingQuery = (store: string, order: string) =>
  queryOptions({
    queryKey: [...purchasesKey(store), "of-order", order],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/orders/{order_id}/sourcing", {
          params: { path: { store_id: store, order_id: order } },
          signal,
        }),
      ),
  });
