import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { syncKey } from "./channel-sync";
import { api } from "./client";

export type ChannelProduct = Schema<"ChannelProductOut">;
export type ChannelDifference = Schema<"ChannelDifferenceOut">;
export type ProductThere = ChannelProduct["state"];

const at = (store: string, channel: string) => ({
  path: { store_id: store, channel_id: channel },
});

export const channelProductsKey = (store: string, channel: string) =>
  [...syncKey(store, channel), "products"] as const;

/** The store's products and how they stand there; looked at often while some are on their way. */
export const channelProductsQuery = (
  store: string,
  channel: string,
  query: { page: number; per_page: number; search?: string; state?: ProductThere },
) =>
  queryOptions({
    queryKey: [...channelProductsKey(store, channel), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/sales-channels/{channel_id}/products", {
          params: { ...at(store, channel), query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === "waiting" || one.state === "unknown")
        ? 3_000
        : 30_000,
  });

export const publishProducts = (store: string, channel: string, ids: string[]) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/sales-channels/{channel_id}/products/publish", {
      params: at(store, channel),
      body: { product_ids: ids },
    }),
  );

/** Take what was changed there, or leave both as they are. */
export const settleDifferences = (
  store: string,
  channel: string,
  product: string,
  keys: string[],
  act: "take" | "ignore",
) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/sales-channels/{channel_id}/products/{product_id}/settle", {
      params: { path: { store_id: store, channel_id: channel, product_id: product } },
      body: { keys, act },
    }),
  );
