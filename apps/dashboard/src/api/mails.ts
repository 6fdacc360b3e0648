import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type TemplateRow = Schema<"TemplateRow">;
export type Template = Schema<"TemplateOut">;
export type TemplateVersion = Schema<"VersionOut">;
export type Kind = TemplateRow["kind"];
export type Sender = Schema<"SenderOut">;
export type SentMail = Schema<"MailOut">;
export interface Draft {
  subject: string;
  body: string;
}

const key = (store: string) => ["store", store, "mails"] as const;
export const templatesKey = (store: string) => [...key(store), "templates"] as const;
export const sentKey = (store: string) => [...key(store), "sent"] as const;

export const templatesQuery = (store: string) =>
  queryOptions({
    queryKey: templatesKey(store),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/email-templates", {
          params: { path: { store_id: store } },
          signal,
        }),
      ),
  });

export const templateQuery = (store: string, kind: Kind) =>
  queryOptions({
    queryKey: [...templatesKey(store), kind],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/email-templates/{kind}", {
          params: { path: { store_id: store, kind } },
          signal,
        }),
      ),
    // What is being edited does not change under one's hands.
    refetchOnWindowFocus: false,
  });

export const versionsQuery = (store: string, kind: Kind) =>
  queryOptions({
    queryKey: [...templatesKey(store), kind, "versions"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/email-templates/{kind}/versions", {
          params: { path: { store_id: store, kind } },
          signal,
        }),
      ),
  });

/**
 * The mail that a draft makes, in the store's own language or in another of its; the last one stays
 * while the next is made.
 */
export const previewQuery = (store: string, kind: Kind, draft: Draft, locale: string | null) =>
  queryOptions({
    queryKey: [...templatesKey(store), kind, "preview", draft, locale],
    queryFn: ({ signal }) =>
      unwrap(
        api.POST("/api/v1/stores/{store_id}/email-templates/{kind}/preview", {
          params: { path: { store_id: store, kind } },
          body: { ...draft, locale },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    retry: false,
  });

const of = (store: string, kind: Kind) => ({ params: { path: { store_id: store, kind } } });

export const saveTemplate = (store: string, kind: Kind, body: Schema<"TemplateIn">) =>
  unwrap(api.PUT("/api/v1/stores/{store_id}/email-templates/{kind}", { ...of(store, kind), body }));

export const switchMail = (store: string, kind: Kind, enabled: boolean) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/email-templates/{kind}", {
      ...of(store, kind),
      body: { enabled },
    }),
  );

export const resetTemplate = (store: string, kind: Kind) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/email-templates/{kind}/reset", of(store, kind)));

export const restoreTemplate = (store: string, kind: Kind, version: number) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/email-templates/{kind}/versions/{version}/restore", {
      params: { path: { store_id: store, kind, version } },
    }),
  );

export const sendTest = (store: string, kind: Kind, body: Draft) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/email-templates/{kind}/test", { ...of(store, kind), body }),
  );

/** The sender; asked again while a look at its domain is under way. */
export const senderQuery = (store: string) =>
  queryOptions({
    queryKey: [...key(store), "sender"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/mail-sender", {
          params: { path: { store_id: store } },
          signal,
        }),
      ),
  });

export const saveSender = (store: string, body: Schema<"SenderIn">) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/mail-sender", {
      params: { path: { store_id: store } },
      body,
    }),
  );

export const checkSender = (store: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/mail-sender/check", {
      params: { path: { store_id: store } },
    }),
  );

export interface SentFilter {
  state?: SentMail["state"];
  search?: string;
  page: number;
  per_page: number;
}

export const sentQuery = (store: string, query: SentFilter) =>
  queryOptions({
    queryKey: [...sentKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/mails", {
          params: { path: { store_id: store }, query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const orderMailsQuery = (store: string, order: string) =>
  queryOptions({
    queryKey: [...sentKey(store), "order", order],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/orders/{order_id}/mails", {
          params: { path: { store_id: store, order_id: order }, query: { per_page: 50 } },
          signal,
        }),
      ),
  });

export const sendAgain = (store: string, mail: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/mails/{mail_id}/resend", {
      params: { path: { store_id: store, mail_id: mail } },
    }),
  );
