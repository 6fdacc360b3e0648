import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type AbTest = Schema<"AbTestOut">;
export type AbResults = Schema<"ResultsOut">;
export type AbArm = Schema<"ArmOut">;
export type AbVerdict = AbResults["verdict"];

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, test_id: id } });

export const abTestsKey = (store: string) => ["store", store, "ab-tests"] as const;

export const abTestsQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...abTestsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/ab-tests", {
          params: { ...at(store), query: query as QueryOf<"/api/v1/stores/{store_id}/ab-tests"> },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const abTestQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "ab-test", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/ab-tests/{test_id}", {
          params: one(store, id),
          signal,
        }),
      ),
    refetchOnWindowFocus: false, // a form stands on it
  });

export const abResultsQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "ab-test", id, "results"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/ab-tests/{test_id}/results", {
          params: one(store, id),
          signal,
        }),
      ),
  });

export const createAbTest = (store: string, body: Schema<"AbTestIn">, key: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/ab-tests", {
      params: at(store),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const changeAbTest = (store: string, id: string, body: Schema<"AbTestPatch">) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/ab-tests/{test_id}", { params: one(store, id), body }),
  );

export const deleteAbTest = (store: string, id: string) =>
  unwrap(api.DELETE("/api/v1/stores/{store_id}/ab-tests/{test_id}", { params: one(store, id) }));

export const startAbTest = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/ab-tests/{test_id}/start", { params: one(store, id) }),
  );

export const stopAbTest = (store: string, id: string) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/ab-tests/{test_id}/stop", { params: one(store, id) }));

export const decideAbTest = (store: string, id: string, keep: "a" | "b") =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/ab-tests/{test_id}/decide", {
      params: one(store, id),
      body: { keep },
    }),
  );
