import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type PriceRule = Schema<"PriceRuleOut">;
export type PriceRuleBody = Schema<"PriceRuleIn">;
export type Priced = Schema<"PricedOut">;
export type PreviewSum = Schema<"PricePreviewSumOut">;
export type PriceChange = Schema<"ChangeOut">;
export type Formula = PriceRuleBody["formula"];

/** A rule as it would be, in the place of another; without one, the rules as they are. */
export type Tried = Schema<"PricePreviewIn">;

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, rule_id: id } });

export const priceRulesKey = (store: string) => ["store", store, "price-rules"] as const;

export const priceRulesQuery = (store: string) =>
  queryOptions({
    queryKey: priceRulesKey(store),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/price-rules", { params: at(store), signal })),
  });

export const priceRuleQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...priceRulesKey(store), "one", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/price-rules/{rule_id}", {
          params: one(store, id),
          signal,
        }),
      ),
  });

export const createPriceRule = (store: string, body: PriceRuleBody, key: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/price-rules", {
      params: at(store),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const replacePriceRule = (store: string, id: string, body: PriceRuleBody) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/price-rules/{rule_id}", { params: one(store, id), body }),
  );

export const deletePriceRule = (store: string, id: string) =>
  unwrap(api.DELETE("/api/v1/stores/{store_id}/price-rules/{rule_id}", { params: one(store, id) }));

/** What the rules would make of variants, a page at a time. */
export const previewQuery = (store: string, tried: Tried, page: number, perPage: number) =>
  queryOptions({
    queryKey: [...priceRulesKey(store), "preview", tried, page, perPage],
    queryFn: ({ signal }) =>
      unwrapList(
        api.POST("/api/v1/stores/{store_id}/price-rules/preview", {
          params: { ...at(store), query: { page, per_page: perPage } },
          body: tried,
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** How many prices would rise, fall, wait or stay. */
export const previewSumQuery = (store: string, tried: Tried) =>
  queryOptions({
    queryKey: [...priceRulesKey(store), "sum", tried],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/api/v1/stores/{store_id}/price-rules/preview-sum", {
          params: at(store),
          body: tried,
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const applyPriceRules = (store: string, includeLarge: boolean) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/price-rules/apply", {
      params: at(store),
      body: { include_large: includeLarge },
    }),
  );

export const lockPrices = (store: string, variantIds: string[], locked: boolean) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/price-rules/locks", {
      params: at(store),
      body: { variant_ids: variantIds, locked },
    }),
  );

export const priceChangesQuery = (store: string, page: number, perPage: number) =>
  queryOptions({
    queryKey: [...priceRulesKey(store), "changes", page, perPage],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/price-changes", {
          params: { ...at(store), query: { page, per_page: perPage } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export function decideChanges(store: string, ids: string[], decision: "accept" | "dismiss") {
  const params = at(store);
  const body = { ids };
  return decision === "accept"
    ? unwrap(api.POST("/api/v1/stores/{store_id}/price-changes/accept", { params, body }))
    : unwrap(api.POST("/api/v1/stores/{store_id}/price-changes/dismiss", { params, body }));
}

/** Names of the accounts that a rule can be for. */
export const supplierNamesQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "suppliers"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/suppliers", { params: at(store), signal })),
  });
