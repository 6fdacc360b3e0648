import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Find = Schema<"ResearchItemOut">;
export type FindDetail = Schema<"ResearchFindOut">;
export type FindDay = Schema<"FindDayOut">;
export type Signal = Schema<"ResearchSignalOut">;
export type ResearchSettings = Schema<"ResearchSettingsOut">;
export type ResearchRun = Schema<"ResearchRunOut">;
export type Watched = Schema<"WatchOut">;
export type FindAct = Schema<"FindsIn">["act"];

const at = (store: string) => ({ path: { store_id: store } });

export const researchKey = (store: string) => ["store", store, "research"] as const;
export const findsKey = (store: string) => [...researchKey(store), "finds"] as const;

const POLL = 2_000;

/** Imports a worker still goes on with. */
const MOVING: readonly string[] = ["queued", "reading", "pictures", "priced", "drafted"];

export const isMoving = (find: Pick<Find, "goods_import">): boolean =>
  find.goods_import !== null && MOVING.includes(find.goods_import.state);

export const findsQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...findsKey(store), "list", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/research", {
          params: { ...at(store), query: query as QueryOf<"/api/v1/stores/{store_id}/research"> },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: (found) => (found.state.data?.items.some(isMoving) ? POLL : false),
  });

export const findQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...findsKey(store), "one", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/research/{item_id}", {
          params: { path: { store_id: store, item_id: id } },
          signal,
        }),
      ),
    refetchInterval: (found) => (found.state.data && isMoving(found.state.data) ? POLL : false),
  });

export const watchlistQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...findsKey(store), "watchlist", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/watchlist", {
          params: { ...at(store), query: query as QueryOf<"/api/v1/stores/{store_id}/watchlist"> },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

/** The last run; asked again while it goes on. */
export const runQuery = (store: string) =>
  queryOptions({
    queryKey: [...researchKey(store), "run"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/research/runs/latest", { params: at(store), signal }),
      ),
    refetchInterval: (found) => {
      const latest = found.state.data?.latest;
      return latest && latest.finished_at === null ? POLL : false;
    },
  });

export const startRun = (store: string) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/research/runs", { params: at(store) }));

export const researchSettingsQuery = (store: string) =>
  queryOptions({
    queryKey: [...researchKey(store), "settings"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/research/settings", { params: at(store), signal })),
  });

export const saveResearchSettings = (store: string, body: Schema<"ResearchSettingsIn">) =>
  unwrap(api.PUT("/api/v1/stores/{store_id}/research/settings", { params: at(store), body }));

/** Decides of finds together; those that cannot be are named in the reply. */
export const decideFinds = (store: string, ids: string[], act: FindAct) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/research/decide", {
      params: at(store),
      body: { ids, act },
    }),
  );
