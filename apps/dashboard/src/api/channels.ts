import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Channel = Schema<"ChannelOut">;
export type Connector = Schema<"ConnectorOut">;
export type Migration = Schema<"MigrationOut">;
export type MigrationRow = Schema<"MigrationRow">;
export type Entity = Schema<"MigrationEntityOut">["entity"];
export type PastOrderRow = Schema<"PastOrderRow">;
export type PastOrder = Schema<"PastOrderOut">;

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, migration_id: id } });

/** Whether somebody works on it. */
export const isBusy = (job: Pick<MigrationRow, "status">) =>
  job.status === "queued" || job.status === "running";

export const channelsKey = (store: string) => ["store", store, "channels"] as const;
export const migrationsKey = (store: string) => ["store", store, "migrations"] as const;
const pastKey = (store: string) => ["store", store, "past-orders"] as const;

export const channelsQuery = (store: string) =>
  queryOptions({
    queryKey: channelsKey(store),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/sales-channels", { params: at(store), signal })),
  });

/** One shop elsewhere. */
export const channelQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...channelsKey(store), "one", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/sales-channels/{channel_id}", {
          params: { path: { store_id: store, channel_id: id } },
          signal,
        }),
      ),
  });

/** The kinds of shops that can be connected, with what to type for each. */
export const connectorsQuery = (store: string) =>
  queryOptions({
    queryKey: [...channelsKey(store), "kinds"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/sales-channels/kinds", { params: at(store), signal }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const connectChannel = (
  store: string,
  body: { adapter: string; credentials: Record<string, string> },
) => unwrap(api.POST("/api/v1/stores/{store_id}/sales-channels", { params: at(store), body }));

export const disconnectChannel = (store: string, channel: Channel) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/sales-channels/{channel_id}/disconnect", {
      params: { path: { store_id: store, channel_id: channel.id } },
      body: { name: channel.name },
    }),
  );

export const migrationsQuery = (store: string, query: { page: number; per_page: number }) =>
  queryOptions({
    queryKey: [...migrationsKey(store), "list", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/migrations", {
          params: { ...at(store), query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isBusy) ? 2_000 : false),
  });

/** One migration; asked for every second while it works, so that its progress is live. */
export const migrationQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...migrationsKey(store), id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/migrations/{migration_id}", {
          params: one(store, id),
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data === undefined || isBusy(state.data) ? 1_000 : false,
  });

export const beginMigration = (
  store: string,
  body: { channel_id: string; dry_run: boolean; entities: Entity[] },
) => unwrap(api.POST("/api/v1/stores/{store_id}/migrations", { params: at(store), body }));

export const pauseMigration = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/migrations/{migration_id}/pause", {
      params: one(store, id),
    }),
  );

export const resumeMigration = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/migrations/{migration_id}/resume", {
      params: one(store, id),
    }),
  );

/** Where what could not be taken is downloaded as a CSV. */
export const migrationIssuesUrl = (store: string, id: string) =>
  `/api/v1/stores/${encodeURIComponent(store)}/migrations/${encodeURIComponent(id)}/issues.csv`;

export const pastOrdersQuery = (
  store: string,
  query: { search?: string; page: number; per_page: number },
) =>
  queryOptions({
    queryKey: [...pastKey(store), "list", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/past-orders", {
          params: { ...at(store), query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const pastOrderQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...pastKey(store), id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/past-orders/{order_id}", {
          params: { path: { store_id: store, order_id: id } },
          signal,
        }),
      ),
  });
