import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { upload } from "./upload";

export type Import = Schema<"ImportOut">;
export type ImportRow = Schema<"ImportRow">;

const BUSY = new Set(["queued", "running"]);

export const importsKey = (store: string) => ["store", store, "imports"] as const;

export const importsQuery = (store: string) =>
  queryOptions({
    queryKey: importsKey(store),
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/imports", {
          params: { path: { store_id: store }, query: { per_page: 20 } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data?.items.some((item) => BUSY.has(item.status)) ? 1_500 : false,
  });

/** One import; asked for every 700 ms while it works, so that its progress is live. */
export const importQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...importsKey(store), id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/imports/{import_id}", {
          params: { path: { store_id: store, import_id: id } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data === undefined || BUSY.has(state.data.status) ? 700 : false,
  });

/**
 * Uploads a product CSV and, if given, a ZIP of pictures, with progress. Starts a dry run.
 *
 * Throws ApiError as every call does.
 */
export function startImport(
  store: string,
  file: File,
  images: File | null,
  report: (ratio: number) => void,
): Promise<Import> {
  const form = new FormData();
  form.set("file", file);
  if (images) form.set("images", images);
  form.set("dry_run", "true");
  return upload(`/api/v1/stores/${encodeURIComponent(store)}/products/import`, form, report);
}

export const runImport = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/imports/{import_id}/run", {
      params: { path: { store_id: store, import_id: id } },
    }),
  );

/** Where the rows' problems are downloaded as a CSV. */
export const issuesUrl = (store: string, id: string) =>
  `/api/v1/stores/${encodeURIComponent(store)}/imports/${encodeURIComponent(id)}/issues.csv`;
