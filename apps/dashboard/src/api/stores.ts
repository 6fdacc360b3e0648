import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Store = Schema<"StoreOut">;
export type Overview = Schema<"OverviewOut">;
export type StoreSummary = Schema<"StoreSummaryOut">;
export type Range = "7d" | "30d" | "90d";
/** Which payments figures are made of; test payments move no money. */
export type Payments = "live" | "test";

const at = (store: string) => ({ path: { store_id: store } });

export const storesQuery = queryOptions({
  queryKey: ["stores"],
  queryFn: ({ signal }) =>
    unwrapList(api.GET("/api/v1/stores", { params: { query: { per_page: 100 } }, signal })),
});

/** One store. While it is being set up it is asked for every 700 ms, so that progress is live. */
export const storeQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}", { params: at(store), signal })),
    staleTime: 60_000,
    refetchInterval: ({ state }) => {
      const setup = state.data?.setup;
      const failed = setup?.steps.some((step) => step.status === "failed");
      return setup && setup.done < setup.total && !failed ? 700 : false;
    },
  });

export const overviewQuery = (store: string, range: Range, payments: Payments) =>
  queryOptions({
    queryKey: ["store", store, "overview", range, payments],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/analytics/overview", {
          params: { ...at(store), query: { range, payments } },
          signal,
        }),
      ),
    refetchInterval: 60_000,
  });

/** Every store's figures and what waits in each, in one answer however many there are. */
export const allStoresQuery = (range: Range) =>
  queryOptions({
    queryKey: ["stores", "summaries", range],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/analytics/stores", {
          params: { query: { range, per_page: 100 } },
          signal,
        }),
      ),
    refetchInterval: 60_000,
  });

export const createStore = (body: Schema<"StoreIn">, key: string) =>
  unwrap(api.POST("/api/v1/stores", { body, headers: { "Idempotency-Key": key } }));

export const updateStore = (store: string, body: Schema<"StorePatch">) =>
  unwrap(api.PATCH("/api/v1/stores/{store_id}", { params: at(store), body }));

/** Tries the creation steps that did not work again. */
export const resumeSetup = (store: string) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/setup/resume", { params: at(store) }));

export const deleteStore = (store: string) =>
  unwrap(api.DELETE("/api/v1/stores/{store_id}", { params: at(store) }));

export const shippingRatesQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "shipping-rates"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/shipping-rates", { params: at(store), signal })),
  });

/** Creates a rate, or replaces the one with `id`. */
export const saveShippingRate = (
  store: string,
  id: string | null,
  body: Schema<"ShippingRateIn">,
) =>
  id === null
    ? unwrap(api.POST("/api/v1/stores/{store_id}/shipping-rates", { params: at(store), body }))
    : unwrap(
        api.PUT("/api/v1/stores/{store_id}/shipping-rates/{rate_id}", {
          params: { path: { store_id: store, rate_id: id } },
          body,
        }),
      );

export const deleteShippingRate = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/shipping-rates/{rate_id}", {
      params: { path: { store_id: store, rate_id: id } },
    }),
  );

export const taxRatesQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "tax-rates"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/tax-rates", { params: at(store), signal })),
  });

/** Sets the one rate of a country. */
export const saveTaxRate = (store: string, body: Schema<"TaxRateIn">) =>
  unwrap(api.PUT("/api/v1/stores/{store_id}/tax-rates", { params: at(store), body }));

export const deleteTaxRate = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/tax-rates/{rate_id}", {
      params: { path: { store_id: store, rate_id: id } },
    }),
  );
