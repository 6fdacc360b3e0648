import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Way = Schema<"WayOut">;
export type WayPart = Schema<"PartOut">;
export type Sold = Schema<"WantingOut">;
export type Suggestion = Schema<"SuggestionOut">;
export type NewWay = Schema<"MappingIn">;
export type WayPatch = Schema<"MappingPatch">;

const at = (store: string) => ({ path: { store_id: store } });

export const mappingsKey = (store: string) => ["store", store, "mappings"] as const;

export interface SoldFilter {
  kind: "unmapped" | "broken" | "mapped" | "all";
  search?: string;
  page: number;
  per_page: number;
}

/** Sold variants, by whether a supplier serves them. */
export const soldQuery = (store: string, query: SoldFilter) =>
  queryOptions({
    queryKey: [...mappingsKey(store), "sold", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/mappings/wanting", {
          params: { ...at(store), query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** The ways to get these variants, as they stand now. */
export const waysQuery = (store: string, variants: readonly string[]) =>
  queryOptions({
    queryKey: [...mappingsKey(store), "ways", ...variants],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/mappings", {
          params: { ...at(store), query: { variant_id: [...variants] } },
          signal,
        }),
      ),
    enabled: variants.length > 0,
    placeholderData: keepPreviousData,
  });

/** Suppliers' variants that may be this one. Nothing is mapped by asking. */
export const suggestionsQuery = (store: string, variant: string) =>
  queryOptions({
    queryKey: [...mappingsKey(store), "suggestions", variant],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/mappings/suggestions", {
          params: { ...at(store), query: { variant_id: variant } },
          signal,
        }),
      ),
  });

export const addWay = (store: string, body: NewWay) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/mappings", { params: at(store), body }));

const one = (store: string, id: string) => ({ path: { store_id: store, mapping_id: id } });

export const changeWay = (store: string, id: string, body: WayPatch) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/mappings/{mapping_id}", { params: one(store, id), body }),
  );

export const deleteWay = (store: string, id: string) =>
  unwrap(api.DELETE("/api/v1/stores/{store_id}/mappings/{mapping_id}", { params: one(store, id) }));

/** Says in which order the ways of a variant are tried: all of them, each once. */
export const orderWays = (store: string, variant: string, ids: string[]) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/mappings/order", {
      params: at(store),
      body: { variant_id: variant, mapping_ids: ids },
    }),
  );
