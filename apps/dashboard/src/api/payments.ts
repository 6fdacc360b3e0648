import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Payment = Schema<"PaymentRow">;
export type PaymentSettings = Schema<"PaymentSettingsOut">;
export type DisputeRow = Schema<"DisputeRow">;
export type Dispute = Schema<"DisputeOut">;
export type Evidence = Schema<"EvidenceIn">;
export type Run = Schema<"RunOut">;
export type Mismatch = Schema<"MismatchOut">;

const at = (store: string) => ({ path: { store_id: store } });

export const paymentsQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: ["store", store, "payments", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/payments", {
          params: { ...at(store), query: query as QueryOf<"/api/v1/stores/{store_id}/payments"> },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const paymentSettingsQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "payment-settings"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/payments/settings", { params: at(store), signal })),
  });

export const startOnboarding = (store: string) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/payments/onboarding", { params: at(store) }));

export const checkAccount = (store: string) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/payments/account/check", { params: at(store) }));

export const disputesKey = (store: string) => ["store", store, "disputes"] as const;

export const disputesQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...disputesKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/disputes", {
          params: { ...at(store), query: query as QueryOf<"/api/v1/stores/{store_id}/disputes"> },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const disputeQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "dispute", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/disputes/{dispute_id}", {
          params: { path: { store_id: store, dispute_id: id } },
          signal,
        }),
      ),
    // An answer on its way arrives within seconds.
    refetchInterval: (query) => (query.state.data?.evidence.state === "sending" ? 2_000 : false),
  });

export const answerDispute = (store: string, id: string, body: Evidence) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/disputes/{dispute_id}/evidence", {
      params: { path: { store_id: store, dispute_id: id } },
      body,
    }),
  );

export const runsKey = (store: string) => ["store", store, "reconciliation-runs"] as const;

export const runsQuery = (store: string) =>
  queryOptions({
    queryKey: runsKey(store),
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/reconciliation/runs", {
          params: { ...at(store), query: { per_page: 5 } },
          signal,
        }),
      ),
    refetchInterval: (query) =>
      query.state.data?.items.some((run) => run.status === "queued") ? 2_000 : false,
  });

export const checkNow = (store: string) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/reconciliation/runs", { params: at(store) }));

export const mismatchesKey = (store: string) => ["store", store, "mismatches"] as const;

export const mismatchesQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...mismatchesKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/reconciliation/mismatches", {
          params: {
            ...at(store),
            query: query as QueryOf<"/api/v1/stores/{store_id}/reconciliation/mismatches">,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const resolveMismatch = (store: string, id: string, note: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/reconciliation/mismatches/{mismatch_id}/resolve", {
      params: { path: { store_id: store, mismatch_id: id } },
      body: { note },
    }),
  );
