import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Webhook = Schema<"WebhookOut">;
export type WebhookDetail = Schema<"WebhookDetail">;
export type NewWebhook = Schema<"NewWebhookOut">;
export type WebhookEvent = Schema<"EventOut">;
export type EventName = Schema<"WebhookIn">["types"][number];
export type Delivery = Schema<"DeliveryOut">;
export type DeliveryDetail = Schema<"DeliveryDetail">;
export type Try = Schema<"AttemptOut">;

export const webhooksKey = (store: string) => ["store", store, "webhooks"] as const;

/** While something is on its way the page looks again after so long. */
const SOON_MS = 1_500;
const moving = (one: { status: string; on_the_way: boolean; attempts: number }) =>
  one.on_the_way || (one.status === "pending" && one.attempts === 0);

export const webhooksQuery = (store: string) =>
  queryOptions({
    queryKey: webhooksKey(store),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/webhooks", {
          params: { path: { store_id: store } },
          signal,
        }),
      ),
  });

/** What a webhook may ask for. */
export const eventsQuery = (store: string) =>
  queryOptions({
    queryKey: [...webhooksKey(store), "events"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/webhooks/events", {
          params: { path: { store_id: store } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const webhookQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...webhooksKey(store), id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/webhooks/{webhook_id}", {
          params: { path: { store_id: store, webhook_id: id } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data?.figures.waiting ? 5_000 : false),
  });

export interface DeliveryFilter {
  status?: Delivery["status"];
  event?: EventName;
  page: number;
  per_page: number;
}

export const deliveriesQuery = (store: string, id: string, query: DeliveryFilter) =>
  queryOptions({
    queryKey: [...webhooksKey(store), id, "deliveries", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/webhooks/{webhook_id}/deliveries", {
          params: { path: { store_id: store, webhook_id: id }, query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(moving) ? SOON_MS : false),
  });

export const deliveryQuery = (store: string, id: string, delivery: string) =>
  queryOptions({
    queryKey: [...webhooksKey(store), id, "delivery", delivery],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/webhooks/{webhook_id}/deliveries/{delivery_id}", {
          params: { path: { store_id: store, webhook_id: id, delivery_id: delivery } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data && moving(state.data) ? SOON_MS : false),
  });

export const createWebhook = (store: string, body: Schema<"WebhookIn">) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/webhooks", { params: { path: { store_id: store } }, body }),
  );

const one = (store: string, id: string) => ({ path: { store_id: store, webhook_id: id } });

export const replaceWebhook = (store: string, id: string, body: Schema<"WebhookIn">) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/webhooks/{webhook_id}", { params: one(store, id), body }),
  );

export const switchWebhook = (store: string, id: string, enabled: boolean) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/webhooks/{webhook_id}", {
      params: one(store, id),
      body: { enabled },
    }),
  );

export const deleteWebhook = (store: string, id: string) =>
  unwrap(api.DELETE("/api/v1/stores/{store_id}/webhooks/{webhook_id}", { params: one(store, id) }));

export const rotateSecret = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/webhooks/{webhook_id}/secret", { params: one(store, id) }),
  );

export const sendTest = (store: string, id: string, type: EventName | null) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/webhooks/{webhook_id}/test", {
      params: one(store, id),
      body: { type },
    }),
  );

export const replaySince = (store: string, id: string, body: Schema<"ReplayIn">) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/webhooks/{webhook_id}/replay", {
      params: one(store, id),
      body,
    }),
  );

export const replayDelivery = (store: string, id: string, delivery: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/webhooks/{webhook_id}/deliveries/{delivery_id}/replay", {
      params: { path: { store_id: store, webhook_id: id, delivery_id: delivery } },
    }),
  );
