import type { Post, PostIn, PostPatch } from "@/api/blog";
import type { Picture } from "@/features/pictures/picture-field";

/** A post as its form has it. `at` is a moment as `datetime-local` writes it, "" for now. */
export interface Values {
  title: string;
  body: string;
  excerpt: string;
  published: boolean;
  at: string;
  author: string;
  category: string;
  tags: string[];
  cover: Picture | null;
  coverAlt: string;
  slug: string;
  seoTitle: string;
  seoDescription: string;
}

/** Where the API names a field differently from the form. */
export const FIELDS: Record<string, string> = {
  status: "published",
  published_at: "at",
  category_id: "category",
  cover_id: "cover",
  cover_alt: "coverAlt",
  seo_title: "seoTitle",
  seo_description: "seoDescription",
};

/** A moment as `datetime-local` has it, in this device's time. */
export function toLocal(iso: string | null): string {
  if (!iso) return "";
  const at = new Date(iso);
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

export const valuesOf = (post: Post | null): Values => ({
  title: post?.title ?? "",
  body: post?.body ?? "",
  excerpt: post?.excerpt ?? "",
  published: post?.status === "published",
  at: toLocal(post?.published_at ?? null),
  author: post?.author ?? "",
  category: post?.category_id ?? "",
  tags: post?.tags ?? [],
  cover: post?.cover ?? null,
  coverAlt: post?.cover_alt ?? "",
  slug: post?.slug ?? "",
  seoTitle: post?.seo_title ?? "",
  seoDescription: post?.seo_description ?? "",
});

/** The body of a save. The moment goes along only where it was touched: it has no seconds here. */
export function bodyOf(values: Values, before: Values): PostIn & PostPatch {
  const moment = values.at === before.at ? {} : { published_at: isoOf(values.at) };
  return {
    title: values.title,
    body: values.body,
    excerpt: values.excerpt || null,
    status: values.published ? "published" : "draft",
    ...moment,
    author: values.author || null,
    category_id: values.category || null,
    tags: values.tags,
    cover_id: values.cover?.id ?? null,
    cover_alt: values.cover ? values.coverAlt : "",
    ...(values.slug ? { slug: values.slug } : {}),
    seo_title: values.seoTitle || null,
    seo_description: values.seoDescription || null,
  };
}

const isoOf = (local: string): string | null => (local ? new Date(local).toISOString() : null);

const escaped = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** A pattern for words of running text, whatever blanks stand between them. */
function patternOf(phrase: string): RegExp {
  const words = escaped(phrase)
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}_])${words.join("\\s+")}(?![\\p{L}\\p{N}_])`, "u");
}

/** The HTML with the first mention of a phrase linked; null where there is none outside of links. */
export function withLink(html: string, phrase: string, path: string): string | null {
  const pattern = patternOf(phrase);
  let inside = 0;
  const parts = html.split(/(<[^>]*>)/);
  for (const [index, part] of parts.entries()) {
    if (part.startsWith("<")) {
      if (/^<a\b/i.test(part)) inside += 1;
      else if (/^<\/a\b/i.test(part)) inside -= 1;
      continue;
    }
    if (inside > 0 || !pattern.test(part)) continue;
    const href = path.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
    parts[index] = part.replace(pattern, (found) => `<a href="${href}">${found}</a>`);
    return parts.join("");
  }
  return null;
}
