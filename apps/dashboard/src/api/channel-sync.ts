import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { channelsKey } from "./channels";
import { api } from "./client";

export type ChannelSync = Schema<"ChannelSyncOut">;
export type ChannelStock = Schema<"ChannelStockOut">;
export type ChannelOrder = Schema<"ChannelOrderOut">;
export type ChannelLogEntry = Schema<"ChannelLogOut">;
export type Lead = ChannelSync["lead"];

interface Paged {
  page: number;
  per_page: number;
}

const at = (store: string, channel: string) => ({
  path: { store_id: store, channel_id: channel },
});

/** A worker is at it, or soon will be: what it does is looked at every few seconds. Not so what
 * waits for people, such as something oversold. */
function pace(sync: ChannelSync | undefined): number {
  if (sync?.state === "linking") return 3_000;
  if (sync?.state === "working" && sync.waiting + sync.unknown > 0) return 3_000;
  return sync?.state === "failing" ? 10_000 : 30_000;
}

export const syncKey = (store: string, channel: string) =>
  [...channelsKey(store), "sync", channel] as const;

export const syncQuery = (store: string, channel: string) =>
  queryOptions({
    queryKey: [...syncKey(store, channel), "state"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/sales-channels/{channel_id}/sync", {
          params: at(store, channel),
          signal,
        }),
      ),
    refetchInterval: ({ state }) => pace(state.data),
  });

export const switchSync = (
  store: string,
  channel: string,
  body: { enabled: boolean; lead: Lead },
) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/sales-channels/{channel_id}/sync", {
      params: at(store, channel),
      body,
    }),
  );

export const runSync = (store: string, channel: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/sales-channels/{channel_id}/sync/run", {
      params: at(store, channel),
    }),
  );

export const syncStockQuery = (
  store: string,
  channel: string,
  query: Paged & { out_of_step?: boolean },
) =>
  queryOptions({
    queryKey: [...syncKey(store, channel), "stock", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/sales-channels/{channel_id}/sync/stock", {
          params: { ...at(store, channel), query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

export const syncOrdersQuery = (
  store: string,
  channel: string,
  query: Paged & { oversold?: boolean },
) =>
  queryOptions({
    queryKey: [...syncKey(store, channel), "orders", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/sales-channels/{channel_id}/sync/orders", {
          params: { ...at(store, channel), query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

export const syncLogQuery = (store: string, channel: string, query: Paged) =>
  queryOptions({
    queryKey: [...syncKey(store, channel), "log", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/sales-channels/{channel_id}/sync/log", {
          params: { ...at(store, channel), query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });

/** A person has seen to what was oversold. */
export const waiveOversold = (store: string, channel: string, order: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/sales-channels/{channel_id}/sync/orders/{order_id}/waive", {
      params: { path: { store_id: store, channel_id: channel, order_id: order } },
    }),
  );
