import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Order = Schema<"OrderOut">;
export type OrderRow = Schema<"OrderRow">;
export type OrderItem = Schema<"OrderItemOut">;
export type BulkOrders = Schema<"OrderBulkIn">;
export type BulkOutcome = Schema<"BulkResult">;

export interface OrderFilter {
  search?: string;
  view?: string;
  status?: string;
  payment_status?: string;
  fulfilment_status?: string;
  test?: boolean;
  tag?: string;
  country?: string;
  placed_from?: string;
  placed_to?: string;
  ids?: string[];
  sort?: string;
  page?: number;
  per_page?: number;
}

/** What the API takes; the filter comes from the address bar, and the API refuses unknown words. */
type OrdersQuery = QueryOf<"/api/v1/stores/{store_id}/orders">;

export const ordersKey = (store: string) => ["store", store, "orders"] as const;
const one = (store: string, id: string) => ({ path: { store_id: store, order_id: id } });

export const ordersQuery = (store: string, query: OrderFilter) =>
  queryOptions({
    queryKey: [...ordersKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/orders", {
          params: { path: { store_id: store }, query: query as OrdersQuery },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });

/** The tags and countries that the store's orders have. */
export const orderChoicesQuery = (store: string) =>
  queryOptions({
    queryKey: [...ordersKey(store), "choices"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/orders/choices", {
          params: { path: { store_id: store } },
          signal,
        }),
      ),
    staleTime: 60_000,
  });

/** Where a browser fetches these orders as a file. */
export function ordersExportHref(store: string, filter: OrderFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (Array.isArray(value)) for (const one of value) query.append(name, one);
    else if (value !== undefined) query.set(name, String(value));
  }
  return `/api/v1/stores/${store}/orders/export?${query}`;
}

/** Does one thing to many orders; each is judged by itself. */
export const bulkOrders = (store: string, body: BulkOrders, key: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/orders/bulk", {
      params: { path: { store_id: store } },
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

/** How many orders wait to be shipped. */
export const toShipQuery = (store: string) =>
  queryOptions({
    queryKey: [...ordersKey(store), "to-ship"],
    queryFn: async ({ signal }) => {
      const query: OrdersQuery = {
        status: "open",
        payment_status: "paid",
        fulfilment_status: "unfulfilled",
      };
      const { page } = await unwrapList(
        api.GET("/api/v1/stores/{store_id}/orders", {
          params: { path: { store_id: store }, query: { ...query, per_page: 1 } },
          signal,
        }),
      );
      return page.total;
    },
    refetchInterval: 60_000,
  });

export const orderQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "order", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/orders/{order_id}", { params: one(store, id), signal }),
      ),
    refetchInterval: 20_000,
  });

export const cancelOrder = (
  store: string,
  id: string,
  body: Schema<"CancelIn">,
  key: string,
): Promise<Order> =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/orders/{order_id}/cancel", {
      params: one(store, id),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const shipOrder = (store: string, id: string, body: Schema<"FulfillmentIn">, key: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/orders/{order_id}/fulfillments", {
      params: one(store, id),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );
