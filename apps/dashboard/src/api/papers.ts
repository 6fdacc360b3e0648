import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Invoice = Schema<"InvoiceOut">;
export type Seller = Schema<"SellerOut">;

const at = (store: string) => ({ path: { store_id: store } });

export const invoicesQuery = (store: string, order: string) =>
  queryOptions({
    queryKey: ["store", store, "invoices", order],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/invoices", {
          params: { ...at(store), query: { order_id: order, per_page: 100 } },
          signal,
        }),
      ),
  });

/** Sees to it that the invoices exist; asked again, the same. */
export const issueInvoices = (store: string, orders: string[]) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/invoices", {
      params: at(store),
      body: { order_ids: orders },
    }),
  );

export const sellerQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "invoice-seller"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/invoice-seller", { params: at(store), signal })),
  });

export const saveSeller = (store: string, body: Schema<"SellerIn">) =>
  unwrap(api.PUT("/api/v1/stores/{store_id}/invoice-seller", { params: at(store), body }));

function href(store: string, what: "invoices" | "packing-slips", orders: readonly string[]) {
  const query = new URLSearchParams(orders.map((id) => ["order_ids", id]));
  return `/api/v1/stores/${store}/${what}/pdf?${query}`;
}

/** Where the browser downloads what was issued for these orders. */
export const invoicesHref = (store: string, orders: readonly string[]) =>
  href(store, "invoices", orders);

export const slipsHref = (store: string, orders: readonly string[]) =>
  href(store, "packing-slips", orders);
