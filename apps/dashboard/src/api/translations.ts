import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Kind = Schema<"TranslatedKind">;
export type State = Schema<"TranslationState">;
export type TranslationRow = Schema<"TranslationRow">;
export type Translation = Schema<"TranslationOut">;
export type OptionText = Schema<"OptionTextOut">;

export const translationsKey = (store: string) => ["store", store, "translations"];

const of = (store: string, locale: string) => ({ path: { store_id: store, locale } });

export const localesQuery = (store: string) =>
  queryOptions({
    queryKey: [...translationsKey(store), "locales"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/locales", {
          params: { path: { store_id: store } },
          signal,
        }),
      ),
  });

export const addLocale = (store: string, locale: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/locales", {
      params: { path: { store_id: store } },
      body: { locale, published: false },
    }),
  );

export const publishLocale = (store: string, locale: string, published: boolean) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/locales/{locale}", {
      params: of(store, locale),
      body: { published },
    }),
  );

export const removeLocale = (store: string, locale: string) =>
  unwrap(api.DELETE("/api/v1/stores/{store_id}/locales/{locale}", { params: of(store, locale) }));

export interface TextsAsked {
  page: number;
  state?: State;
  search?: string;
}

export const textsQuery = (store: string, locale: string, kind: Kind, asked: TextsAsked) =>
  queryOptions({
    queryKey: [...translationsKey(store), locale, kind, asked],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/translations/{locale}/{kind}", {
          params: { path: { store_id: store, locale, kind }, query: asked },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const textQuery = (store: string, locale: string, kind: Kind, id: string) =>
  queryOptions({
    queryKey: [...translationsKey(store), locale, kind, "one", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/translations/{locale}/{kind}/{thing_id}", {
          params: { path: { store_id: store, locale, kind, thing_id: id } },
          signal,
        }),
      ),
    gcTime: 0,
  });

export const saveText = (
  store: string,
  locale: string,
  kind: Kind,
  id: string,
  body: Schema<"TranslationIn">,
) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/translations/{locale}/{kind}/{thing_id}", {
      params: { path: { store_id: store, locale, kind, thing_id: id } },
      body,
    }),
  );

export const optionTextsQuery = (
  store: string,
  locale: string,
  asked: { page: number; missing?: boolean; search?: string },
) =>
  queryOptions({
    queryKey: [...translationsKey(store), locale, "options", asked],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/translations/{locale}/options", {
          params: { path: { store_id: store, locale }, query: asked },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const saveOptionText = (store: string, locale: string, text: Schema<"OptionTextIn">) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/translations/{locale}/options", {
      params: of(store, locale),
      body: { texts: [text] },
    }),
  );
