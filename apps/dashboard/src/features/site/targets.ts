import { unwrapList } from "@ecomm/api-client";
import { useQuery } from "@tanstack/react-query";
import { api } from "@/api/client";
import { categoriesQuery, productsQuery } from "@/api/products";
import type { MenuItemIn } from "@/api/site";
import { pagesQuery } from "@/api/site";

interface Target {
  value: string;
  label: string;
}

/** What a line of this kind can lead to: the first hundred of each, by name. */
export function useTargets(store: string, kind: MenuItemIn["kind"]): Target[] {
  const pages = useQuery({
    ...pagesQuery(store, { sort: "title", per_page: 100 }),
    enabled: kind === "page",
  });
  const categories = useQuery({ ...categoriesQuery(store), enabled: kind === "category" });
  const products = useQuery({
    ...productsQuery(store, { sort: "title", status: "active", per_page: 100 }),
    enabled: kind === "product",
  });
  const collections = useQuery({
    queryKey: ["store", store, "collections", "targets"],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/collections", {
          params: { path: { store_id: store }, query: { per_page: 100 } },
          signal,
        }),
      ),
    enabled: kind === "collection",
  });
  const titled = ({ id, title }: { id: string; title: string }) => ({ value: id, label: title });
  switch (kind) {
    case "page":
      return (pages.data?.items ?? []).map(titled);
    case "product":
      return (products.data?.items ?? []).map(titled);
    case "collection":
      return (collections.data?.items ?? []).map(titled);
    case "category":
      return (categories.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
    case "url":
      return [];
  }
}
