import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Review = Schema<"ReviewOut">;
export type ReviewSettings = Schema<"ReviewSettingsOut">;
export type ReviewAction = Schema<"ReviewBulkIn">["action"];

const at = (store: string) => ({ path: { store_id: store } });

export const reviewsKey = (store: string) => ["store", store, "reviews"] as const;

export const reviewsQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...reviewsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/reviews", {
          params: { ...at(store), query: query as QueryOf<"/api/v1/stores/{store_id}/reviews"> },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const reviewSettingsQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "review-settings"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/reviews/settings", { params: at(store), signal })),
  });

export const saveReviewSettings = (store: string, body: Schema<"ReviewSettingsIn">) =>
  unwrap(api.PUT("/api/v1/stores/{store_id}/reviews/settings", { params: at(store), body }));

export const changeReviews = (store: string, ids: string[], action: ReviewAction) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/reviews/bulk", {
      params: at(store),
      body: { ids, action },
    }),
  );

/** Answers in public; without a text the answer is taken away. */
export const answerReview = (store: string, id: string, text: string | null) => {
  const params = { path: { store_id: store, review_id: id } };
  return text === null
    ? unwrap(api.DELETE("/api/v1/stores/{store_id}/reviews/{review_id}/reply", { params }))
    : unwrap(
        api.PUT("/api/v1/stores/{store_id}/reviews/{review_id}/reply", { params, body: { text } }),
      );
};
