import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type BulkEdit = Schema<"BulkEditOut">;
export type BulkItem = Schema<"BulkItemOut">;
export type BulkBody = Schema<"BulkEditIn">;
export type Operation = BulkBody["operations"][number];
/** What an edit did: also what only the price rules do. */
export type KnownOperation = BulkEdit["operations"][number];

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, bulk_edit_id: id } });

export const bulkEditsKey = (store: string) => ["store", store, "bulk-edits"] as const;
export const isBusy = (job: BulkEdit): boolean =>
  job.status === "queued" || job.status === "running" || job.status === "undoing";

export const bulkEditsQuery = (store: string, page: number) =>
  queryOptions({
    queryKey: [...bulkEditsKey(store), page],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/bulk-edits", {
          params: { ...at(store), query: { page, per_page: 20 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.data?.items.some(isBusy) ? 1000 : false),
  });

export const bulkItemsQuery = (store: string, id: string, settled: string) =>
  queryOptions({
    queryKey: [...bulkEditsKey(store), id, "items", settled],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/bulk-edits/{bulk_edit_id}/items", {
          params: { ...one(store, id), query: { per_page: 100 } },
          signal,
        }),
      ),
  });

export const getBulkEdit = (store: string, id: string) =>
  unwrap(
    api.GET("/api/v1/stores/{store_id}/bulk-edits/{bulk_edit_id}", { params: one(store, id) }),
  );

export const previewBulkEdit = (store: string, body: BulkBody) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/bulk-edits/preview", { params: at(store), body }));

export const startBulkEdit = (store: string, body: BulkBody, key: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/bulk-edits", {
      params: at(store),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const undoBulkEdit = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/bulk-edits/{bulk_edit_id}/undo", {
      params: one(store, id),
    }),
  );

export const resumeBulkEdit = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/bulk-edits/{bulk_edit_id}/resume", {
      params: one(store, id),
    }),
  );

/** Waits until an edit rests: done, failed or undone. */
export async function settled(store: string, id: string): Promise<BulkEdit> {
  for (;;) {
    const job = await getBulkEdit(store, id);
    if (!isBusy(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
}
