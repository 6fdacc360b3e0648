import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Snapshot = Schema<"SnapshotOut">;
export type Restore = Schema<"RestoreOut">;

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, snapshot_id: id } });
const WORKING_MS = 1_000;

export const snapshotsKey = (store: string) => ["store", store, "snapshots"] as const;

/** The latest first; asked again while one is being taken. */
export const snapshotsQuery = (store: string, page: number) =>
  queryOptions({
    queryKey: [...snapshotsKey(store), page],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/snapshots", {
          params: { ...at(store), query: { page, per_page: 25 } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data?.items.some((row) => row.status === "pending") ? WORKING_MS : false,
  });

/** A comparison or restore; asked again until it is over. */
export const restoreQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "snapshot-restore", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/snapshots/restores/{restore_id}", {
          params: { path: { store_id: store, restore_id: id } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (isOver(state.data) ? false : WORKING_MS),
  });

export const isOver = (restore: Restore | undefined) =>
  restore?.status === "done" || restore?.status === "failed";

export const takeSnapshot = (store: string, label: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/snapshots", {
      params: at(store),
      body: label ? { label } : {},
    }),
  );

export const removeSnapshot = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/snapshots/{snapshot_id}", { params: one(store, id) }),
  );

/** Compares a snapshot with what is now (`dryRun`), or puts it back. */
export const restoreSnapshot = (store: string, id: string, dryRun: boolean) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/snapshots/{snapshot_id}/restores", {
      params: one(store, id),
      body: { dry_run: dryRun },
    }),
  );
