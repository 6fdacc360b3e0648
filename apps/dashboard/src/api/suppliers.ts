import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { upload } from "./upload";

export type Supplier = Schema<"SupplierOut">;
export type SupplierKind = Schema<"AdapterOut">;
export type CredentialField = Schema<"FieldOut">;
export type SupplierAccount = Schema<"AccountOut">;
export type SupplierHealth = Schema<"SupplierHealthOut">;
export type SupplierPatch = Schema<"SupplierPatch">;
export type SupplierGoods = Schema<"SupplierProductRow">;
export type SupplierGoodsDetail = Schema<"SupplierProductDetail">;
export type SupplierVariant = Schema<"SupplierVariantOut">;
export type Found = Schema<"FoundOut">;
export type FoundPage = Schema<"FoundPageOut">;
export type Offer = Schema<"OfferOut">;

const at = (store: string) => ({ path: { store_id: store } });
const one = (store: string, id: string) => ({ path: { store_id: store, supplier_id: id } });

export const suppliersKey = (store: string) => ["store", store, "suppliers"] as const;
export const goodsKey = (store: string) => ["store", store, "supplier-products"] as const;

export const suppliersQuery = (store: string) =>
  queryOptions({
    queryKey: suppliersKey(store),
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/suppliers", { params: at(store), signal })),
  });

/** The kinds of suppliers that can be connected, with what to type for each. */
export const supplierKindsQuery = (store: string) =>
  queryOptions({
    queryKey: [...suppliersKey(store), "kinds"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/suppliers/kinds", { params: at(store), signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const supplierQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...suppliersKey(store), id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/suppliers/{supplier_id}", {
          params: one(store, id),
          signal,
        }),
      ),
  });

export const supplierHealthQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...suppliersKey(store), id, "health"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/suppliers/{supplier_id}/health", {
          params: one(store, id),
          signal,
        }),
      ),
  });

export const connectSupplier = (store: string, body: Schema<"ConnectIn">) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/suppliers", { params: at(store), body }));

export const saveSupplier = (store: string, id: string, body: SupplierPatch) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/suppliers/{supplier_id}", {
      params: one(store, id),
      body,
    }),
  );

export const pauseSupplier = (store: string, id: string, paused: boolean) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/suppliers/{supplier_id}/pause", {
      params: one(store, id),
      body: { paused },
    }),
  );

/** Asks the supplier who we are there. */
export const testSupplier = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/suppliers/{supplier_id}/test", { params: one(store, id) }),
  );

export const reconnectSupplier = (
  store: string,
  id: string,
  credentials: Schema<"ReconnectIn">["credentials"],
) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/suppliers/{supplier_id}/reconnect", {
      params: one(store, id),
      body: { credentials },
    }),
  );

export const disconnectSupplier = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/suppliers/{supplier_id}", { params: one(store, id) }),
  );

/** What is looked for at a supplier: words, or what sells best. */
export type Wish = { kind: "words"; query: string } | { kind: "best" };

/** Hits at a supplier, page after page. A supplier that fails is not asked again unasked. */
export const findQuery = (store: string, supplier: string, wish: Wish) =>
  infiniteQueryOptions({
    queryKey: [...suppliersKey(store), supplier, "find", wish],
    queryFn: ({ pageParam, signal }) => {
      const cursor = pageParam === null ? {} : { cursor: pageParam };
      return wish.kind === "words"
        ? unwrap(
            api.GET("/api/v1/stores/{store_id}/suppliers/{supplier_id}/search", {
              params: { ...one(store, supplier), query: { query: wish.query, ...cursor } },
              signal,
            }),
          )
        : unwrap(
            api.GET("/api/v1/stores/{store_id}/suppliers/{supplier_id}/best-sellers", {
              params: { ...one(store, supplier), query: cursor },
              signal,
            }),
          );
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: FoundPage) => last.next_cursor,
    staleTime: 60_000,
    retry: false,
  });

/** Products that look like a picture. */
export const findByPicture = (store: string, supplier: string, file: File) => {
  const form = new FormData();
  form.set("file", file);
  return upload<FoundPage>(
    `/api/v1/stores/${store}/suppliers/${supplier}/search-by-picture`,
    form,
    () => undefined,
  );
};

/** One product as the supplier has it now, with how it would travel here. Keeps nothing. */
export const offerQuery = (store: string, supplier: string, externalId: string) =>
  queryOptions({
    queryKey: [...suppliersKey(store), supplier, "offer", externalId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/suppliers/{supplier_id}/offer", {
          params: { ...one(store, supplier), query: { external_id: externalId } },
          signal,
        }),
      ),
    staleTime: 300_000,
    retry: false,
  });

/** Reads a product at the supplier and keeps what it says. Nothing is put on sale by it. */
export const takeProduct = (store: string, supplier: string, which: Schema<"TakeIn">) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/suppliers/{supplier_id}/products", {
      params: one(store, supplier),
      body: which,
    }),
  );

export const goodsQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...goodsKey(store), "list", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/supplier-products", {
          params: {
            ...at(store),
            query: query as QueryOf<"/api/v1/stores/{store_id}/supplier-products">,
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const goodsDetailQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...goodsKey(store), id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/supplier-products/{product_id}", {
          params: { path: { store_id: store, product_id: id } },
          signal,
        }),
      ),
  });
