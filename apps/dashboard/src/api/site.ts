import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type SitePage = Schema<"PageOut">;
export type SitePageRow = Schema<"PageRowOut">;
export type Menu = Schema<"MenuOut">;
export type MenuItemIn = Schema<"MenuItemIn">;
export type Redirect = Schema<"RedirectOut">;
export type RedirectImport = Schema<"RedirectImportOut">;
export type Domain = Schema<"DomainOut">;

const at = (store: string) => ({ path: { store_id: store } });
const site = (store: string) => ["store", store, "site"] as const;

export const pagesKey = (store: string) => [...site(store), "pages"] as const;
export const redirectsKey = (store: string) => [...site(store), "redirects"] as const;

type PageQuery = { search?: string; status?: string; sort?: string; page?: number };

export const pagesQuery = (store: string, query: PageQuery & { per_page?: number }) =>
  queryOptions({
    queryKey: [...pagesKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/pages", {
          params: { ...at(store), query: query as never },
          signal,
        }),
      ),
  });

export const pageQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...pagesKey(store), "one", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/pages/{page_id}", {
          params: { path: { store_id: store, page_id: id } },
          signal,
        }),
      ),
  });

/** Makes a page, or changes the one with `id`. */
export const savePage = (store: string, id: string | null, body: Schema<"PageIn">) => {
  if (id === null) {
    return unwrap(api.POST("/api/v1/stores/{store_id}/pages", { params: at(store), body }));
  }
  const { kind: _kind, ...changes } = body;
  return unwrap(
    api.PATCH("/api/v1/stores/{store_id}/pages/{page_id}", {
      params: { path: { store_id: store, page_id: id } },
      body: changes,
    }),
  );
};

export const deletePage = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/pages/{page_id}", {
      params: { path: { store_id: store, page_id: id } },
    }),
  );

export const menusQuery = (store: string) =>
  queryOptions({
    queryKey: [...site(store), "menus"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/navigation", { params: at(store), signal })),
  });

export const saveMenu = (store: string, menu: Menu["menu"], items: MenuItemIn[]) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/navigation/{menu}", {
      params: { path: { store_id: store, menu } },
      body: { items },
    }),
  );

type RedirectQuery = { search?: string; origin?: string; page?: number; per_page?: number };

export const redirectsQuery = (store: string, query: RedirectQuery) =>
  queryOptions({
    queryKey: [...redirectsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/redirects", {
          params: { ...at(store), query: query as never },
          signal,
        }),
      ),
  });

/** Makes a redirect, or changes the one with `id`. */
export const saveRedirect = (store: string, id: string | null, body: Schema<"RedirectIn">) =>
  id === null
    ? unwrap(api.POST("/api/v1/stores/{store_id}/redirects", { params: at(store), body }))
    : unwrap(
        api.PATCH("/api/v1/stores/{store_id}/redirects/{redirect_id}", {
          params: { path: { store_id: store, redirect_id: id } },
          body,
        }),
      );

export const deleteRedirect = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/redirects/{redirect_id}", {
      params: { path: { store_id: store, redirect_id: id } },
    }),
  );

export const importRedirects = (store: string, csv: string, dryRun: boolean) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/redirects/import", {
      params: at(store),
      body: { csv, dry_run: dryRun },
    }),
  );

/** Where the browser gets the file. */
export const redirectsFile = (store: string) => `/api/v1/stores/${store}/redirects/export`;

/** Domains; while one is unproven or being looked at, asked for every few seconds. */
export const domainsQuery = (store: string) =>
  queryOptions({
    queryKey: [...site(store), "domains"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/domains", { params: at(store), signal })),
    refetchInterval: ({ state }) =>
      state.data?.some((domain) => domain.status === "pending") ? 5_000 : false,
  });

export const addDomain = (store: string, host: string) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/domains", { params: at(store), body: { host } }));

const one = (store: string, id: string) => ({
  params: { path: { store_id: store, domain_id: id } },
});

export const checkDomain = (store: string, id: string) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/domains/{domain_id}/check", one(store, id)));

export const setPrimaryDomain = (store: string, id: string, primary: boolean) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/domains/{domain_id}", {
      ...one(store, id),
      body: { is_primary: primary },
    }),
  );

export const removeDomain = (store: string, id: string) =>
  unwrap(api.DELETE("/api/v1/stores/{store_id}/domains/{domain_id}", one(store, id)));
