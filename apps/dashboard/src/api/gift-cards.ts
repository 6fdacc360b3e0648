import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type GiftCard = Schema<"GiftCardOut">;
export type NewGiftCard = Schema<"NewGiftCardOut">;

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, card_id: id } });

type CardsQuery = QueryOf<"/api/v1/stores/{store_id}/gift-cards">;

export const giftCardsKey = (store: string) => ["store", store, "gift-cards"] as const;

export const giftCardsQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...giftCardsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/gift-cards", {
          params: { ...at(store), query: query as CardsQuery },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const giftCardQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "gift-card", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/gift-cards/{card_id}", {
          params: one(store, id),
          signal,
        }),
      ),
  });

export const cardEntriesQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "gift-card", id, "entries"],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/gift-cards/{card_id}/entries", {
          params: { ...one(store, id), query: { per_page: 100 } },
          signal,
        }),
      ),
  });

export const issueGiftCard = (store: string, body: Schema<"GiftCardIn">, key: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/gift-cards", {
      params: at(store),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const changeGiftCard = (store: string, id: string, body: Schema<"GiftCardPatch">) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/gift-cards/{card_id}", { params: one(store, id), body }),
  );

export const adjustGiftCard = (store: string, id: string, amount: number, note: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/gift-cards/{card_id}/adjust", {
      params: one(store, id),
      body: { amount, note },
    }),
  );

export const sendGiftCard = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/gift-cards/{card_id}/send", { params: one(store, id) }),
  );
