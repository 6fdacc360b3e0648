/** The blog's addresses: one page of all posts, of a category's, or of a tag's. */

/** Posts on one page. */
export const POSTS_PER_PAGE = 12;
const MAX_PAGE = 9999;
const MAX_NAME = 120;

/** What part of the blog is shown. `category` is a slug; one of the two at most is given. */
export interface BlogView {
  page: number;
  category: string;
  tag: string;
}

export const WHOLE_BLOG: BlogView = { page: 1, category: "", tag: "" };

const word = (value: string | null): string => (value ?? "").trim().slice(0, MAX_NAME);

/** Reads a query string; what is malformed is left out. A category goes before a tag. */
export function readBlog(params: URLSearchParams): BlogView {
  const page = params.get("page") ?? "";
  const category = word(params.get("category"));
  return {
    page: /^[1-9]\d{0,3}$/.test(page) ? Math.min(Number(page), MAX_PAGE) : 1,
    category,
    tag: category ? "" : word(params.get("tag")),
  };
}

/** The view as one path segment of the cached page, e.g. `category~guides.2`. */
export function blogSegment({ page, category, tag }: BlogView): string {
  const scope = category ? `category~${category}` : tag ? `tag~${tag}` : "all";
  return encodeURIComponent(`${scope}.${page}`);
}

/** The view a path segment names, or null. */
export function readBlogSegment(segment: string): BlogView | null {
  const match = /^(?:all|(category|tag)~(.{1,120}))\.([1-9]\d{0,3})$/s.exec(segment);
  if (!match) return null;
  const [, scope, name = "", page] = match;
  return {
    page: Number(page),
    category: scope === "category" ? name : "",
    tag: scope === "tag" ? name : "",
  };
}

/** Address of a part of the blog. */
export function blogHref({ page, category, tag }: BlogView): string {
  const params = new URLSearchParams();
  if (category) params.set("category", category);
  if (tag) params.set("tag", tag);
  if (page > 1) params.set("page", String(page));
  const query = params.toString();
  return query ? `/blog?${query}` : "/blog";
}

export const postHref = ({ slug }: { slug: string }): string => `/blog/${encodeURIComponent(slug)}`;

/** Minutes a text takes to read, by 220 words each; at least one. Signs count where words have no spaces. */
export function readingMinutes(text: string): number {
  const words = text.split(/\s+/).filter(Boolean).length;
  return Math.max(1, Math.round(Math.max(words / 220, text.length / 1800)));
}
