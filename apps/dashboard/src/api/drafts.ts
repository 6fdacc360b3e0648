import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Draft = Schema<"DraftOut">;
export type DraftRow = Schema<"DraftRow">;
export type DraftWish = Schema<"DraftOrderIn">;
export type DraftPaid = Schema<"DraftPaidIn">;

const DRAFTS = "/api/v1/stores/{store_id}/drafts";
const DRAFT = "/api/v1/stores/{store_id}/drafts/{draft_id}";

export const draftsKey = (store: string) => ["store", store, "drafts"] as const;
const of = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, draft_id: id } });

export const draftsQuery = (
  store: string,
  query: { search?: string; status?: DraftRow["status"]; page?: number; per_page?: number },
) =>
  queryOptions({
    queryKey: [...draftsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(api.GET(DRAFTS, { params: { ...of(store), query }, signal })),
    placeholderData: keepPreviousData,
  });

export const draftQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "draft", id],
    queryFn: ({ signal }) => unwrap(api.GET(DRAFT, { params: one(store, id), signal })),
  });

export const createDraft = (store: string, key: string) =>
  unwrap(
    api.POST(DRAFTS, {
      params: of(store),
      body: { lines: [], tags: [] },
      headers: { "Idempotency-Key": key },
    }),
  );

export const saveDraft = (store: string, id: string, body: DraftWish) =>
  unwrap(api.PUT(DRAFT, { params: one(store, id), body }));

export const deleteDraft = (store: string, id: string) =>
  unwrap(api.DELETE(DRAFT, { params: one(store, id) }));

export const sendDraft = (store: string, id: string) =>
  unwrap(api.POST(`${DRAFT}/send`, { params: one(store, id) }));

export const markDraftPaid = (store: string, id: string, body: DraftPaid, key: string) =>
  unwrap(
    api.POST(`${DRAFT}/mark-paid`, {
      params: one(store, id),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );
