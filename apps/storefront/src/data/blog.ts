/** What the pages of the blog read. */
import { cache } from "react";
import type { BlogCategory, PageInfo, Post, PostCard, Store } from "@/lib/api-types";
import { type BlogView, POSTS_PER_PAGE } from "@/lib/blog";
import { tags } from "@/lib/cache-manifest";
import { envelope, get, lastSegment, priced, slugPath, tagPage } from "./asking";

export interface BlogPage {
  posts: PostCard[];
  page: PageInfo;
}

/** One page of the posts that are shown now. Throws ApiUnavailable. */
export const loadBlog = cache(
  async (store: Store, pageNumber: number, category: string, tag: string): Promise<BlogPage> => {
    const asked = new URLSearchParams({
      page: String(pageNumber),
      per_page: String(POSTS_PER_PAGE),
    });
    if (category) asked.set("category", category);
    if (tag) asked.set("tag", tag);
    const reply = await get(`${slugPath(store.slug)}/blog?${asked}`);
    await tagPage(tags.blog(store.id));
    const empty = { total: 0, page: pageNumber, per_page: POSTS_PER_PAGE, next: null };
    // A tag that is longer than any there is.
    if (reply.status === 422) return { posts: [], page: empty };
    const { data, page } = envelope<PostCard[]>(reply);
    return { posts: data, page: page ?? empty };
  },
);

export const loadView = (store: Store, { page, category, tag }: BlogView) =>
  loadBlog(store, page, category, tag);

/** The blog's categories that have something to read. Throws ApiUnavailable. */
export const loadBlogCategories = cache(async (store: Store): Promise<BlogCategory[]> => {
  const found = envelope<BlogCategory[]>(await get(`${slugPath(store.slug)}/blog-categories`)).data;
  await tagPage(tags.blog(store.id));
  return found;
});

export type PostState =
  | { kind: "found"; post: Post }
  | { kind: "moved"; slug: string }
  | { kind: "missing" };

/** A post by its slug, with the products in it, or where it went. Throws ApiUnavailable. */
export const loadPost = cache(async (store: Store, slug: string): Promise<PostState> => {
  const path = `${slugPath(store.slug)}/blog/${encodeURIComponent(slug)}`;
  const reply = await get(priced(store, path));
  if (reply.status === 200) {
    const post = envelope<Post>(reply).data;
    const shown = post.products.map((product) => tags.product(store.id, product.id));
    await tagPage(tags.blog(store.id), ...shown);
    return { kind: "found", post };
  }
  await tagPage(tags.blog(store.id));
  const moved = lastSegment(reply);
  return moved === null ? { kind: "missing" } : { kind: "moved", slug: moved };
});
