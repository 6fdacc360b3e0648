import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Refund = Schema<"RefundOut">;
export type RefundWish = Schema<"RefundIn">;
export type RefundAmounts = Schema<"RefundAmountsOut">;
export type Return = Schema<"ReturnOut">;
export type ReturnRow = Schema<"ReturnRow">;
export type ReturnPolicy = Schema<"ReturnPolicyOut">;
export type ReceivedLine = Schema<"ReceivedLineIn">;
export type ItemChoices = Schema<"ItemChoicesOut">;
type ParcelState = Schema<"FulfillmentMove">["to"];

const order = (store: string, id: string) => ({ path: { store_id: store, order_id: id } });
const back = (store: string, id: string) => ({ path: { store_id: store, return_id: id } });

/** Where a picture of a return is, for this merchant's browser alone. */
export const photoOf = (store: string, id: string, photo: string, size: "small" | "large") =>
  `/api/v1/stores/${store}/returns/${id}/photos/${photo}?size=${size}`;

/** What a refund would come to. Asked again whenever the wish changes. */
export const refundPreviewQuery = (store: string, id: string, body: RefundWish, open: boolean) =>
  queryOptions({
    queryKey: ["store", store, "refund-preview", id, body],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/api/v1/stores/{store_id}/orders/{order_id}/refunds/preview", {
          params: order(store, id),
          body,
          signal,
        }),
      ),
    enabled: open,
    retry: false,
    placeholderData: keepPreviousData,
  });

export const makeRefund = (store: string, id: string, body: RefundWish, key: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/orders/{order_id}/refunds", {
      params: order(store, id),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const holdOrder = (store: string, id: string, reason: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/orders/{order_id}/hold", {
      params: order(store, id),
      body: { reason },
    }),
  );

export const releaseOrder = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/orders/{order_id}/release", { params: order(store, id) }),
  );

export const addNote = (store: string, id: string, text: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/orders/{order_id}/notes", {
      params: order(store, id),
      body: { text },
    }),
  );

export const deleteNote = (store: string, id: string, note: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/orders/{order_id}/notes/{note_id}", {
      params: { path: { store_id: store, order_id: id, note_id: note } },
    }),
  );

export const editOrder = (store: string, id: string, body: Schema<"OrderPatch">) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/orders/{order_id}", { params: order(store, id), body }),
  );

export const moveParcel = (store: string, id: string, parcel: string, to: ParcelState) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/orders/{order_id}/fulfillments/{fulfillment_id}/move", {
      params: { path: { store_id: store, order_id: id, fulfillment_id: parcel } },
      body: { to, restock: true },
    }),
  );

const parcelOf = (store: string, id: string, parcel: string) => ({
  path: { store_id: store, order_id: id, fulfillment_id: parcel },
});

export const editTracking = (
  store: string,
  id: string,
  parcel: string,
  body: Schema<"FulfillmentPatch">,
) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/orders/{order_id}/fulfillments/{fulfillment_id}", {
      params: parcelOf(store, id, parcel),
      body,
    }),
  );

export const addTrackingEvent = (
  store: string,
  id: string,
  parcel: string,
  body: Schema<"TrackingEventIn">,
) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/orders/{order_id}/fulfillments/{fulfillment_id}/events", {
      params: parcelOf(store, id, parcel),
      body,
    }),
  );

export const returnsKey = (store: string) => ["store", store, "returns"] as const;

export const returnsQuery = (
  store: string,
  query: {
    status?: ReturnRow["status"];
    kind?: ReturnRow["kind"];
    search?: string;
    page?: number;
    per_page?: number;
  },
) =>
  queryOptions({
    queryKey: [...returnsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/returns", {
          params: { path: { store_id: store }, query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const returnQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "return", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/returns/{return_id}", {
          params: back(store, id),
          signal,
        }),
      ),
  });

export const createReturn = (
  store: string,
  id: string,
  body: Schema<"MerchantReturnIn">,
  key: string,
) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/orders/{order_id}/returns", {
      params: order(store, id),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const cancelReturn = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/returns/{return_id}/cancel", { params: back(store, id) }),
  );

/** What may be had in exchange for each item of an order. */
export const exchangesQuery = (store: string, id: string, open: boolean) =>
  queryOptions({
    queryKey: ["store", store, "exchanges", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/orders/{order_id}/exchanges", {
          params: order(store, id),
          signal,
        }),
      ),
    enabled: open,
  });

export const policyQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "return-policy"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/return-policy", {
          params: { path: { store_id: store } },
          signal,
        }),
      ),
  });

export const savePolicy = (store: string, body: Schema<"ReturnPolicyIn">) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/return-policy", {
      params: { path: { store_id: store } },
      body,
    }),
  );

export const approveReturn = (store: string, id: string, body: Schema<"ApproveIn">) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/returns/{return_id}/approve", {
      params: back(store, id),
      body,
    }),
  );

export const declineReturn = (store: string, id: string, reason: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/returns/{return_id}/decline", {
      params: back(store, id),
      body: { reason },
    }),
  );

export const receiveReturn = (store: string, id: string, body: Schema<"ReceiveIn">) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/returns/{return_id}/receive", {
      params: back(store, id),
      body,
    }),
  );

export const completeReturn = (store: string, id: string, body: Schema<"CompleteIn">) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/returns/{return_id}/complete", {
      params: back(store, id),
      body,
    }),
  );
