import { type QueryOf, type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Post = Schema<"PostOut">;
export type PostRow = Schema<"PostRowOut">;
export type PostIn = Schema<"PostIn">;
export type PostPatch = Schema<"PostPatch">;
export type BlogCategory = Schema<"BlogCategoryOut">;
export type LinkSuggestion = Schema<"LinkSuggestionOut">;

const at = (store: string) => ({ path: { store_id: store } });
const onePost = (store: string, id: string) => ({ path: { store_id: store, post_id: id } });
const oneShelf = (store: string, id: string) => ({ path: { store_id: store, category_id: id } });

type PostsQuery = QueryOf<"/api/v1/stores/{store_id}/blog/posts">;

export const blogKey = (store: string) => ["store", store, "blog"] as const;

export const postsQuery = (store: string, query: Record<string, unknown>) =>
  queryOptions({
    queryKey: [...blogKey(store), "posts", query],
    queryFn: ({ signal }) =>
      unwrapList(
        api.GET("/api/v1/stores/{store_id}/blog/posts", {
          params: { ...at(store), query: query as PostsQuery },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const postQuery = (store: string, id: string) =>
  queryOptions({
    queryKey: [...blogKey(store), "post", id],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/blog/posts/{post_id}", {
          params: onePost(store, id),
          signal,
        }),
      ),
  });

/** What a post names and does not link, as it was saved at `saved`. */
export const linksQuery = (store: string, id: string, saved: string) =>
  queryOptions({
    queryKey: [...blogKey(store), "links", id, saved],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/api/v1/stores/{store_id}/blog/posts/{post_id}/links", {
          params: onePost(store, id),
          signal,
        }),
      ),
  });

export const createPost = (store: string, body: PostIn) =>
  unwrap(api.POST("/api/v1/stores/{store_id}/blog/posts", { params: at(store), body }));

export const updatePost = (store: string, id: string, body: PostPatch) =>
  unwrap(
    api.PATCH("/api/v1/stores/{store_id}/blog/posts/{post_id}", {
      params: onePost(store, id),
      body,
    }),
  );

export const deletePost = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/blog/posts/{post_id}", { params: onePost(store, id) }),
  );

export const blogCategoriesQuery = (store: string) =>
  queryOptions({
    queryKey: [...blogKey(store), "categories"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/stores/{store_id}/blog/categories", { params: at(store), signal })),
  });

/** Makes a category of the blog, or renames the one with `id`. */
export const saveBlogCategory = (store: string, id: string | null, name: string) =>
  id === null
    ? unwrap(
        api.POST("/api/v1/stores/{store_id}/blog/categories", {
          params: at(store),
          body: { name },
        }),
      )
    : unwrap(
        api.PATCH("/api/v1/stores/{store_id}/blog/categories/{category_id}", {
          params: oneShelf(store, id),
          body: { name },
        }),
      );

export const deleteBlogCategory = (store: string, id: string) =>
  unwrap(
    api.DELETE("/api/v1/stores/{store_id}/blog/categories/{category_id}", {
      params: oneShelf(store, id),
    }),
  );
