import { type Schema, unwrap } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type TaxRate = Schema<"TaxRateOut">;
export type TaxSettings = Schema<"TaxSettings">;
export type Zone = Schema<"ShippingZoneOut">;
export type Currency = Schema<"CurrencyOut">;
export type SheetResult = Schema<"SheetOut">;

const at = (store: string) => ({ path: { store_id: store } });

/** Where a file of the API is, as this browser reaches it. */
export const fileOf = (store: string, path: string) => `/api/v1/stores/${store}/${path}`;

export const createTaxRate = (store: string, body: Schema<"PlacedTaxRateIn">) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/tax-rates", { params: at(store), body }));

export const replaceTaxRate = (store: string, id: string, body: Schema<"PlacedTaxRateIn">) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/tax-rates/{rate_id}", {
      params: { path: { store_id: store, rate_id: id } },
      body,
    }),
  );

/** Adds the standard rates of the European Union's members that have none yet. */
export const addEuRates = (store: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/tax-rates/presets", {
      params: at(store),
      body: { countries: [], eu: true },
    }),
  );

export const importTaxRates = (store: string, csv: string, dryRun: boolean) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/tax-rates/import", {
      params: at(store),
      body: { csv, dry_run: dryRun },
    }),
  );

export const taxSettingsQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "tax-settings"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/tax-settings", { params: at(store), signal })),
  });

export const saveTaxSettings = (store: string, body: TaxSettings) =>
  unwrap(api.PUT("/api/v1/stores/{store_id}/tax-settings", { params: at(store), body }));

export interface TaxSale {
  country: string;
  state: string;
  postal_code: string;
  tax_class: Schema<"TaxClass">;
  amount: number;
}

export const tryTax = (store: string, query: TaxSale) =>
  unwrap(api.GET("/api/v1/stores/{store_id}/tax-rates/test", { params: { ...at(store), query } }));

export const zonesQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "shipping-zones"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/shipping-zones", { params: at(store), signal })),
  });

/** Creates a zone, or replaces the one with `id`. */
export const saveZone = (store: string, id: string | null, body: Schema<"ShippingZoneIn">) =>
  id === null
    ? unwrap(api.POST("/api/v1/stores/{store_id}/shipping-zones", { params: at(store), body }))
    : unwrap(
        api.PUT("/api/v1/stores/{store_id}/shipping-zones/{zone_id}", {
          params: { path: { store_id: store, zone_id: id } },
          body,
        }),
      );

export const deleteZone = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/shipping-zones/{zone_id}", {
      params: { path: { store_id: store, zone_id: id } },
    }),
  );

export interface TriedAddress {
  country: string;
  state: string;
  amount: number;
  grams: number;
}

export const tryAddress = (store: string, query: TriedAddress) =>
  unwrap(
    api.GET("/api/v1/stores/{store_id}/shipping-zones/test", {
      params: { ...at(store), query },
    }),
  );

export const currenciesQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "currencies"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/currencies", { params: at(store), signal })),
  });

/** Adds a currency, or changes the one that is there. */
export const saveCurrency = (
  store: string,
  code: string,
  body: Schema<"CurrencyIn">,
  isNew: boolean,
) =>
  isNew
    ? unwrap(
        api.POST("/api/v1/stores/{store_id}/currencies", {
          params: at(store),
          body: { ...body, currency: code },
        }),
      )
    : unwrap(
        api.PUT("/api/v1/stores/{store_id}/currencies/{code}", {
          params: { path: { store_id: store, code } },
          body,
        }),
      );

export const removeCurrency = (store: string, code: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/currencies/{code}", {
      params: { path: { store_id: store, code } },
    }),
  );

export const savePricingSettings = (store: string, body: Schema<"PricingSettingsIn">) =>
  unwrap(api.PUT("/api/v1/stores/{store_id}/currencies/settings", { params: at(store), body }));

export const takeBankRates = (store: string, xml: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/currencies/rates", { params: at(store), body: { xml } }),
  );

export const importPrices = (store: string, csv: string, dryRun: boolean) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/price-lists/import", {
      params: at(store),
      body: { csv, dry_run: dryRun },
    }),
  );

export const importStock = (store: string, csv: string, dryRun: boolean) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/inventory/import", {
      params: at(store),
      body: { csv, dry_run: dryRun },
    }),
  );
