import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { upload } from "./upload";

export type GoodsItemRow = Schema<"GoodsItemRow">;
export type GoodsItem = Schema<"GoodsItemOut">;
export type GoodsCheck = Schema<"GoodsCheckOut">;
export type GoodsField = Schema<"GoodsFieldOut">;
export type GoodsVariant = Schema<"GoodsVariantOut">;
export type GoodsState = Schema<"GoodsState">;
export type DraftPatch = Schema<"GoodsDraftPatch">;
export type Decision = "publish" | "dismiss" | "restore";

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, item: string) => ({ path: { store_id: store, item_id: item } });

export const goodsImportsKey = (store: string) => ["store", store, "goods-imports"] as const;
export const goodsItemsKey = (store: string) => [...goodsImportsKey(store), "items"] as const;

/** States in which a worker goes on by itself. */
export const WORKING = ["queued", "reading", "pictures", "priced", "drafted"] as const;

const POLL = 2_000;

export const goodsItemsQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...goodsItemsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/goods-imports/items", {
          params: {
            ...at(store),
            query: query as QueryOf<"/api/v1/stores/{store_id}/goods-imports/items">,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: (found) =>
      found.state.data?.items.some(({ state }) => isWorking(state)) ? POLL : false,
  });

export const goodsItemQuery = (store: string, item: string) =>
  queryOptions({
    queryKey: [...goodsImportsKey(store), "item", item],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/goods-imports/items/{item_id}", {
          params: one(store, item),
          signal,
        }),
      ),
    refetchInterval: (found) =>
      found.state.data && isWorking(found.state.data.state) ? POLL : false,
  });

export const goodsSettingsQuery = (store: string) =>
  queryOptions({
    queryKey: [...goodsImportsKey(store), "settings"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/goods-imports/settings", {
          params: at(store),
          signal,
        }),
      ),
  });

export const saveGoodsSettings = (store: string, autoPublish: boolean) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/goods-imports/settings", {
      params: at(store),
      body: { auto_publish: autoPublish },
    }),
  );

/** Begins imports of suppliers' goods. */
export const startGoods = (store: string, goods: Schema<"GoodsIn">[]) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/goods-imports", { params: at(store), body: { goods } }),
  );

/**
 * Uploads a list, pictures, or both; each product becomes a draft. Throws ApiError as every call.
 */
export function startGoodsFile(
  store: string,
  file: File | null,
  images: File | null,
  report: (ratio: number) => void,
): Promise<Schema<"ImportOut">> {
  const form = new FormData();
  if (file) form.set("file", file);
  if (images) form.set("images", images);
  return upload(`/api/v1/stores/${encodeURIComponent(store)}/goods-imports/files`, form, report);
}

const PATHS = {
  publish: "/api/v1/stores/{store_id}/goods-imports/items/publish",
  dismiss: "/api/v1/stores/{store_id}/goods-imports/items/dismiss",
  restore: "/api/v1/stores/{store_id}/goods-imports/items/restore",
} as const;

export const decideGoods = (store: string, ids: string[], what: Decision) =>
  unwrap(api.POST(PATHS[what], { params: at(store), body: { ids } }));

export const editGoods = (store: string, item: string, body: DraftPatch) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/goods-imports/items/{item_id}", {
      params: one(store, item),
      body,
    }),
  );

export const retryGoods = (store: string, item: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/goods-imports/items/{item_id}/retry", {
      params: one(store, item),
    }),
  );

export const isWorking = (state: GoodsState): boolean =>
  (WORKING as readonly string[]).includes(state);
