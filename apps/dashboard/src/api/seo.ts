import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type SeoAudit = Schema<"SeoAuditOut">;
export type SeoAuditWhole = Schema<"SeoAuditWholeOut">;
export type SeoRule = Schema<"SeoRuleOut">;
export type SeoFinding = Schema<"SeoFindingOut">;

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, audit_id: id } });

export const seoKey = (store: string) => ["store", store, "seo"] as const;

/** Every audit that is kept, the latest first; asked for again while one runs. */
export const auditsQuery = (store: string) =>
  queryOptions({
    queryKey: [...seoKey(store), "audits"],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/seo/audits", {
          params: { ...at(store), query: { per_page: 24 } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data?.items.some((audit) => audit.state === "running") ? 2_000 : false,
  });

export const auditQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...seoKey(store), "audit", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/seo/audits/{audit_id}", {
          params: one(store, id),
          signal,
        }),
      ),
  });

export const FINDINGS_PER_PAGE = 10;

export const findingsQuery = (store: string, id: string, rule: string, page: number) =>
  queryOptions({
    queryKey: [...seoKey(store), "findings", id, rule, page],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/seo/audits/{audit_id}/findings", {
          params: { ...one(store, id), query: { rule, page, per_page: FINDINGS_PER_PAGE } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const beginAudit = (store: string) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/seo/audits", { params: at(store) }));
