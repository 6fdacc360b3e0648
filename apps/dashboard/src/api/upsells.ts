import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Volume = Schema<"VolumeOut">;
export type Bundle = Schema<"BundleOut">;
export type CrossSell = Schema<"CrossSellOut">;
export type UpsellKind = "cross-sells" | "bundles" | "volume";
export type BulkAction = Schema<"UpsellBulkIn">["action"];

const at = (store: string) => ({ path: { store_id: store } });
const ROOT = "/api/v1/stores/{store_id}/upsells";

export const upsellsKey = (store: string) => ["store", store, "upsells"] as const;
const oneKey = (store: string, kind: UpsellKind, id: string) =>
  ["store", store, "upsell", kind, id] as const;

type Query = Record<string, unknown>;

export const volumesQuery = (store: string, query: Query) =>
  queryOptions({
    queryKey: [...upsellsKey(store), "volume", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET(`${ROOT}/volume`, {
          params: {
            ...at(store),
            query: query as QueryOf<"/api/v1/stores/{store_id}/upsells/volume">,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const bundlesQuery = (store: string, query: Query) =>
  queryOptions({
    queryKey: [...upsellsKey(store), "bundles", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET(`${ROOT}/bundles`, {
          params: {
            ...at(store),
            query: query as QueryOf<"/api/v1/stores/{store_id}/upsells/bundles">,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const crossSellsQuery = (store: string, query: Query) =>
  queryOptions({
    queryKey: [...upsellsKey(store), "cross-sells", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET(`${ROOT}/cross-sells`, {
          params: {
            ...at(store),
            query: query as QueryOf<"/api/v1/stores/{store_id}/upsells/cross-sells">,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** How often each upsell was shown, added and bought in the last 30 days. */
export const statisticsQuery = (store: string) =>
  queryOptions({
    queryKey: [...upsellsKey(store), "statistics"],
    queryFn: ({ signal }) => unwrap(api.GET(`${ROOT}/statistics`, { params: at(store), signal })),
  });

export const volumeQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: oneKey(store, "volume", id),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET(`${ROOT}/volume/{volume_id}`, {
          params: { path: { store_id: store, volume_id: id } },
          signal,
        }),
      ),
    refetchOnWindowFocus: false, // a form stands on it
  });

export const bundleQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: oneKey(store, "bundles", id),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET(`${ROOT}/bundles/{bundle_id}`, {
          params: { path: { store_id: store, bundle_id: id } },
          signal,
        }),
      ),
    refetchOnWindowFocus: false, // a form stands on it
  });

export const crossSellQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: oneKey(store, "cross-sells", id),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET(`${ROOT}/cross-sells/{cross_sell_id}`, {
          params: { path: { store_id: store, cross_sell_id: id } },
          signal,
        }),
      ),
    refetchOnWindowFocus: false, // a form stands on it
  });

const keyed = (key: string) => ({ headers: { "Idempotency-Key": key } });

export const createVolume = (store: string, body: Schema<"VolumeIn">, key: string) =>
  unwrap(api.POST(`${ROOT}/volume`, { params: at(store), body, ...keyed(key) }));

export const replaceVolume = (store: string, id: string, body: Schema<"VolumeReplace">) =>
  unwrap(
    api.PUT(`${ROOT}/volume/{volume_id}`, {
      params: { path: { store_id: store, volume_id: id } },
      body,
    }),
  );

export const createBundle = (store: string, body: Schema<"BundleIn">, key: string) =>
  unwrap(api.POST(`${ROOT}/bundles`, { params: at(store), body, ...keyed(key) }));

export const replaceBundle = (store: string, id: string, body: Schema<"BundleReplace">) =>
  unwrap(
    api.PUT(`${ROOT}/bundles/{bundle_id}`, {
      params: { path: { store_id: store, bundle_id: id } },
      body,
    }),
  );

export const createCrossSell = (store: string, body: Schema<"CrossSellIn">, key: string) =>
  unwrap(api.POST(`${ROOT}/cross-sells`, { params: at(store), body, ...keyed(key) }));

export const replaceCrossSell = (store: string, id: string, body: Schema<"CrossSellReplace">) =>
  unwrap(
    api.PUT(`${ROOT}/cross-sells/{cross_sell_id}`, {
      params: { path: { store_id: store, cross_sell_id: id } },
      body,
    }),
  );

/** Enables, disables or archives several of a kind. */
export const changeUpsells = (
  store: string,
  kind: UpsellKind,
  ids: string[],
  action: BulkAction,
) => {
  const wish = { params: at(store), body: { ids, action } };
  switch (kind) {
    case "volume":
      return unwrap(api.POST(`${ROOT}/volume/bulk`, wish));
    case "bundles":
      return unwrap(api.POST(`${ROOT}/bundles/bulk`, wish));
    case "cross-sells":
      return unwrap(api.POST(`${ROOT}/cross-sells/bulk`, wish));
  }
};

export const previewVolume = (store: string, body: Schema<"VolumePreviewIn">) =>
  unwrap(api.POST(`${ROOT}/volume/preview`, { params: at(store), body }));

export const previewBundle = (store: string, body: Schema<"BundleTermsIn">) =>
  unwrap(api.POST(`${ROOT}/bundles/preview`, { params: at(store), body }));

export const testCrossSells = (store: string, body: Schema<"CrossSellTestIn">) =>
  unwrap(api.POST(`${ROOT}/cross-sells/test`, { params: at(store), body }));
