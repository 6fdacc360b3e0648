import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Customer = Schema<"MerchantCustomerOut">;
export type CustomerRow = Schema<"CustomerRow">;
export type SavedAddress = Schema<"AddressOut">;
export type AbandonedCart = Schema<"AbandonedCartRow">;
export type Segment = Schema<"SegmentOut">;
export type Condition = Segment["conditions"][number];
export type ImportReport = Schema<"CustomerImportOut">;

export interface CustomerFilter {
  search?: string;
  account?: boolean;
  marketing?: boolean;
  disabled?: boolean;
  ordered?: boolean;
  country?: string;
  tag?: string;
  segment_id?: string;
  sort?: string;
  page?: number;
  per_page?: number;
}

type CustomersQuery = QueryOf<"/api/v1/stores/{store_id}/customers">;

const CUSTOMERS = "/api/v1/stores/{store_id}/customers";
const CUSTOMER = "/api/v1/stores/{store_id}/customers/{customer_id}";
const SEGMENTS = "/api/v1/stores/{store_id}/segments";
const SEGMENT = "/api/v1/stores/{store_id}/segments/{segment_id}";

export const customersKey = (store: string) => ["store", store, "customers"] as const;
export const segmentsKey = (store: string) => ["store", store, "segments"] as const;
const of = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, customer_id: id } });
const segmentOf = (store: string, id: string) => ({ path: { store_id: store, segment_id: id } });

export const customersQuery = (store: string, query: CustomerFilter) =>
  queryOptions({
    queryKey: [...customersKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET(CUSTOMERS, { params: { ...of(store), query: query as CustomersQuery }, signal }),
      ),
    placeholderData: keepPreviousData,
  });

export const customerQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "customer", id],
    queryFn: ({ signal }) => unwrap(api.GET(CUSTOMER, { params: one(store, id), signal })),
  });

export const customerOrdersQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "customer", id, "orders"],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET(`${CUSTOMER}/orders`, {
          params: { ...one(store, id), query: { per_page: 20 } },
          signal,
        }),
      ),
  });

/** Where a browser fetches the customers shown, as a file. */
export function exportHref(store: string, filter: CustomerFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined && name !== "page" && name !== "per_page") {
      query.set(name, String(value));
    }
  }
  return `/api/v1/stores/${store}/customers/export?${query}`;
}

export const createCustomer = (store: string, body: Schema<"CustomerIn">, key: string) =>
  unwrap(api.POST(CUSTOMERS, { params: of(store), body, headers: { "Idempotency-Key": key } }));

export const updateCustomer = (store: string, id: string, body: Schema<"MerchantCustomerPatch">) =>
  unwrap(api.PATCH(CUSTOMER, { params: one(store, id), body }));

/** `forfeit`: what is left of their store credit is lost. */
export const deleteCustomer = (store: string, id: string, forfeit: boolean) =>
  unwrap(
    api.DELETE(CUSTOMER, {
      params: { ...one(store, id), query: { forfeit_credit: forfeit } },
    }),
  );

export const importCustomers = (store: string, csv: string, dryRun: boolean) =>
  unwrap(api.POST(`${CUSTOMERS}/import`, { params: of(store), body: { csv, dry_run: dryRun } }));

export const tagCustomers = (store: string, ids: string[], add: string[], remove: string[]) =>
  unwrap(
    api.POST(`${CUSTOMERS}/tags`, {
      params: of(store),
      body: { customer_ids: ids, add, remove },
    }),
  );

export const addAddress = (store: string, id: string, body: Schema<"AddressIn">) =>
  unwrap(api.POST(`${CUSTOMER}/addresses`, { params: one(store, id), body }));

export const removeAddress = (store: string, id: string, address: string) =>
  unwrap(
    api.DELETE(`${CUSTOMER}/addresses/{address_id}`, {
      params: { path: { store_id: store, customer_id: id, address_id: address } },
    }),
  );

export const segmentsQuery = (store: string) =>
  queryOptions({
    queryKey: segmentsKey(store),
    queryFn: ({ signal }) => unwrap(api.GET(SEGMENTS, { params: of(store), signal })),
  });

export const previewQuery = (
  store: string,
  match: "all" | "any",
  conditions: readonly Condition[],
) =>
  queryOptions({
    queryKey: [...segmentsKey(store), "preview", match, conditions],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST(`${SEGMENTS}/preview`, {
          params: of(store),
          body: { match, conditions: [...conditions] },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const createSegment = (store: string, body: Schema<"SegmentIn">) =>
  unwrap(api.POST(SEGMENTS, { params: of(store), body }));

export const updateSegment = (store: string, id: string, body: Schema<"SegmentPatch">) =>
  unwrap(api.PATCH(SEGMENT, { params: segmentOf(store, id), body }));

export const deleteSegment = (store: string, id: string) =>
  unwrap(api.DELETE(SEGMENT, { params: segmentOf(store, id) }));

export const addToSegment = (store: string, id: string, customers: string[]) =>
  unwrap(
    api.POST(`${SEGMENT}/customers`, {
      params: segmentOf(store, id),
      body: { customer_ids: customers },
    }),
  );

export interface CartFilter {
  search?: string;
  state?: string;
  page?: number;
  per_page?: number;
}

export const abandonedQuery = (store: string, query: CartFilter) =>
  queryOptions({
    queryKey: ["store", store, "abandoned-carts", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/abandoned-carts", {
          params: {
            ...of(store),
            query: query as QueryOf<"/api/v1/stores/{store_id}/abandoned-carts">,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
