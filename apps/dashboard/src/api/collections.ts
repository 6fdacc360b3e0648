import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Collection = Schema<"CollectionOut">;
export type CollectionRow = Schema<"CollectionRow">;
export type CollectionProduct = Schema<"CollectionProductOut">;
export type Rule = Collection["rules"][number];
export type Match = Schema<"Match">;
export type CollectionSort = Schema<"CollectionSort">;

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, collection_id: id } });

type CollectionsQuery = QueryOf<"/api/v1/stores/{store_id}/collections">;

export const collectionsKey = (store: string) => ["store", store, "collections"] as const;

export const collectionsQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...collectionsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/collections", {
          params: { ...at(store), query: query as CollectionsQuery },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const collectionQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "collection", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/collections/{collection_id}", {
          params: one(store, id),
          signal,
        }),
      ),
    // A form stands on it; while its products are worked out, it is asked again.
    refetchOnWindowFocus: false,
    refetchInterval: (query) => (query.state.data?.pending ? 1500 : false),
  });

export const membersQuery = (store: string, id: string, page: number) =>
  queryOptions({
    queryKey: ["store", store, "collection", id, "products", page],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/collections/{collection_id}/products", {
          params: { ...one(store, id), query: { page, per_page: 100 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const previewQuery = (store: string, body: Schema<"PreviewIn"> | null) =>
  queryOptions({
    queryKey: ["store", store, "collection-preview", body],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/api/v1/stores/{store_id}/collections/preview", {
          params: at(store),
          body: body ?? { match: "all", rules: [] },
          signal,
        }),
      ),
    enabled: body !== null,
    placeholderData: keepPreviousData,
  });

export const createCollection = (store: string, body: Schema<"CollectionIn">, key: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/collections", {
      params: at(store),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const updateCollection = (store: string, id: string, body: Schema<"CollectionPatch">) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/collections/{collection_id}", {
      params: one(store, id),
      body,
    }),
  );

export const deleteCollection = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/collections/{collection_id}", { params: one(store, id) }),
  );

export const arrangeProducts = (store: string, id: string, productIds: string[]) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/collections/{collection_id}/products", {
      params: one(store, id),
      body: { product_ids: productIds },
    }),
  );

export const addProducts = (store: string, id: string, productIds: string[]) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/collections/{collection_id}/products/add", {
      params: one(store, id),
      body: { product_ids: productIds },
    }),
  );

export const removeProducts = (store: string, id: string, productIds: string[]) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/collections/{collection_id}/products/remove", {
      params: one(store, id),
      body: { product_ids: productIds },
    }),
  );
