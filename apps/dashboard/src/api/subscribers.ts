import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Subscriber = Schema<"SubscriberOut">;
export type SubscriberDetail = Schema<"SubscriberDetailOut">;
export type SubscriberSummary = Schema<"SubscriberSummaryOut">;
export type NewsletterSettings = Schema<"NewsletterSettingsOut">;
export type SubscriberAct = Schema<"SubscriberBulkIn">["action"];

const LIST = "/api/v1/stores/{store_id}/subscribers";
const ONE = "/api/v1/stores/{store_id}/subscribers/{subscriber_id}";

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, subscriber_id: id } });

export const subscribersKey = (store: string) => ["store", store, "subscribers"] as const;

export const subscribersQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...subscribersKey(store), "list", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET(LIST, {
          params: { ...at(store), query: query as QueryOf<typeof LIST> },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const subscriberQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...subscribersKey(store), "one", id],
    queryFn: ({ signal }) => unwrap(api.GET(ONE, { params: one(store, id), signal })),
  });

export const summaryQuery = (store: string) =>
  queryOptions({
    queryKey: [...subscribersKey(store), "summary"],
    queryFn: ({ signal }) => unwrap(api.GET(`${LIST}/summary`, { params: at(store), signal })),
  });

export const newsletterQuery = (store: string) =>
  queryOptions({
    queryKey: [...subscribersKey(store), "settings"],
    queryFn: ({ signal }) => unwrap(api.GET(`${LIST}/settings`, { params: at(store), signal })),
  });

export const saveNewsletter = (store: string, form: boolean) =>
  unwrap(api.PUT(`${LIST}/settings`, { params: at(store), body: { form } }));

/** Writes somebody down; they get a mail that asks them to confirm. */
export const addSubscriber = (store: string, email: string, key: string) =>
  unwrap(
    api.POST(LIST, { params: at(store), body: { email }, headers: { "Idempotency-Key": key } }),
  );

export const changeSubscribers = (store: string, ids: string[], action: SubscriberAct) =>
  unwrap(api.POST(`${LIST}/bulk`, { params: at(store), body: { ids, action } }));

/** Lets somebody in who confirmed when the plan was full. */
export const admitSubscriber = (store: string, id: string) =>
  unwrap(api.POST(`${ONE}/admit`, { params: one(store, id) }));

export const suppressSubscriber = (store: string, id: string, reason: "bounce" | "complaint") =>
  unwrap(api.POST(`${ONE}/suppress`, { params: one(store, id), body: { reason } }));

/** Where a browser fetches the subscribers shown, as a file. */
export function subscribersHref(store: string, filter: Record<string, string>): string {
  return `/api/v1/stores/${store}/subscribers/export?${new URLSearchParams(filter)}`;
}
