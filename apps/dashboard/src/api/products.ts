import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";
import { upload } from "./upload";

export type Product = Schema<"ProductOut">;
export type ProductRow = Schema<"ProductRow">;
export type ProductStatus = Schema<"ProductStatus">;
export type Media = Schema<"MediaOut">;
export type PricedVariant = Schema<"PricedVariantOut">;
export type Inventory = Schema<"InventoryOut">;

const at = (store: string) => ({ path: { store_id: store } });
const product = (store: string, id: string) => ({ path: { store_id: store, product_id: id } });

export interface ProductFilter {
  search?: string;
  status?: string;
  vendor?: string;
  tag?: string;
  category_id?: string;
  stock?: string;
  sort?: string;
  page?: number;
  per_page?: number;
}

/** What the API takes; filters come from the address bar, and the API refuses unknown words. */
type ProductsQuery = QueryOf<"/api/v1/stores/{store_id}/products">;
type InventoryQuery = QueryOf<"/api/v1/stores/{store_id}/inventory">;

export const productsKey = (store: string) => ["store", store, "products"] as const;

export const productsQuery = (store: string, query: ProductFilter) =>
  queryOptions({
    queryKey: [...productsKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/products", {
          params: { ...at(store), query: query as ProductsQuery },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const productQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "product", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/products/{product_id}", {
          params: product(store, id),
          signal,
        }),
      ),
    // An editor stands on it: what is being typed must not be replaced underneath.
    refetchOnWindowFocus: false,
  });

/** What a product's variants cost in each of the store's other currencies. */
export const productPricesQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: ["store", store, "product", id, "prices"],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/products/{product_id}/prices", {
          params: product(store, id),
          signal,
        }),
      ),
    refetchOnWindowFocus: false, // a form stands on it
  });

/** Sets prices in other currencies by hand, or (null) takes them back. */
export const setProductPrices = (store: string, id: string, prices: Schema<"VariantPriceIn">[]) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/products/{product_id}/prices", {
      params: product(store, id),
      body: { prices },
    }),
  );

export const createProduct = (store: string, body: Schema<"ProductIn">, key: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/products", {
      params: at(store),
      body,
      headers: { "Idempotency-Key": key },
    }),
  );

export const updateProduct = (store: string, id: string, body: Schema<"ProductPatch">) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/products/{product_id}", {
      params: product(store, id),
      body,
    }),
  );

export const purgeProduct = (store: string, id: string) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/products/{product_id}/purge", {
      params: product(store, id),
    }),
  );

export const setStatus = (store: string, ids: string[], status: ProductStatus) =>
  unwrap(
    api.POST("/api/v1/stores/{store_id}/products/bulk-status", {
      params: at(store),
      body: { ids, status },
    }),
  );

/**
 * Uploads a picture with progress, which fetch cannot tell. `report` gets 0 to 1.
 *
 * Throws ApiError as every call does.
 */
export function uploadPicture(
  store: string,
  productId: string | null,
  file: File,
  report: (ratio: number) => void,
): Promise<Media> {
  const form = new FormData();
  form.set("file", file);
  if (productId) form.set("product_id", productId);
  return upload(`/api/v1/stores/${encodeURIComponent(store)}/products/upload`, form, report);
}

export const updateMedia = (store: string, media: string, alt: string) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/media/{media_id}", {
      params: { path: { store_id: store, media_id: media } },
      body: { alt },
    }),
  );

export const categoriesQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "categories"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/categories", { params: at(store), signal })),
  });

export const createCategory = (store: string, body: Schema<"CategoryIn">) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/categories", { params: at(store), body }));

export const updateCategory = (store: string, id: string, body: Schema<"CategoryPatch">) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/categories/{category_id}", {
      params: { path: { store_id: store, category_id: id } },
      body,
    }),
  );

/** Moves categories together: all of them, or none. */
export const arrangeCategories = (
  store: string,
  moves: { id: string; parent_id: string | null; position: number }[],
) =>
  unwrap(
    api.PUT("/api/v1/stores/{store_id}/categories/places", {
      params: { path: { store_id: store } },
      body: { places: moves },
    }),
  );

export const deleteCategory = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/categories/{category_id}", {
      params: { path: { store_id: store, category_id: id } },
    }),
  );

export const tagsQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "tags"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/tags", { params: at(store), signal })),
    staleTime: 60_000,
  });

export const inventoryKey = (store: string) => ["store", store, "inventory"] as const;

export const inventoryQuery = (
  store: string,
  query: { search?: string; stock?: string; sort?: string; page?: number; per_page?: number },
) =>
  queryOptions({
    queryKey: [...inventoryKey(store), query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/inventory", {
          params: { ...at(store), query: query as InventoryQuery },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const updateInventory = (store: string, variant: string, body: Schema<"InventoryPatch">) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/inventory/{variant_id}", {
      params: { path: { store_id: store, variant_id: variant } },
      body,
    }),
  );

export const movementsQuery = (store: string, variant: string) =>
  queryOptions({
    queryKey: [...inventoryKey(store), "movements", variant],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/inventory/{variant_id}/movements", {
          params: { path: { store_id: store, variant_id: variant }, query: { per_page: 50 } },
          signal,
        }),
      ),
  });
