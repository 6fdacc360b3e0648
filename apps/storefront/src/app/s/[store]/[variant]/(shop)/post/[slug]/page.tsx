import type { Metadata } from "next";
import { permanentRedirect } from "next/navigation";
import { dayOf, PostGrid } from "@/blog/post-card";
import { Crumbs } from "@/components/crumbs";
import { JsonLd } from "@/components/json-ld";
import { Picture } from "@/components/picture";
import { ShopLink } from "@/components/shop-link";
import { loadPost } from "@/data/blog";
import { leave } from "@/data/leave";
import { openStore } from "@/data/page";
import { alternates } from "@/lib/alternates";
import type { Post, Store } from "@/lib/api-types";
import { blogHref, postHref, readingMinutes, WHOLE_BLOG } from "@/lib/blog";
import { shopOrigin } from "@/lib/env";
import { plainText, richHtml } from "@/lib/html";
import type { StoreParams } from "@/lib/routes";
import { articleData, breadcrumbs, type Crumb } from "@/lib/structured-data";
import { ProductGrid } from "@/listing/product-card";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/blog.css";
import "@/styles/page.css";

export const revalidate = 300;

type Params = StoreParams & { slug: string };
interface Props {
  params: Promise<Params>;
}

export function generateStaticParams(): Params[] {
  return [];
}

async function found(params: Promise<Params>): Promise<{ store: Store; post: Post } | null> {
  const store = await openStore(params);
  if (!store) return null;
  const slug = decodeURIComponent((await params).slug);
  const state = await loadPost(store, slug);
  if (state.kind === "moved") permanentRedirect(postHref(state));
  if (state.kind === "missing") return leave(store, `/blog/${slug}`);
  return { store, post: state.post };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const here = await found(params);
  if (!here) return {};
  const { store, post } = here;
  const title = (post.seo.title || post.title).slice(0, 200);
  const description = post.seo.description || plainText(post.summary, 160);
  // It is written in one language: the others' pages of it are the same text.
  const { canonical } = alternates({ ...store, spoken: null, locales: [] }, postHref(post));
  const cover = post.cover;
  return {
    title,
    ...(description ? { description } : {}),
    alternates: { canonical },
    openGraph: {
      title,
      ...(description ? { description } : {}),
      url: canonical,
      siteName: store.name,
      type: "article",
      publishedTime: post.published_at,
      modifiedTime: post.updated_at,
      ...(post.author ? { authors: [post.author] } : {}),
      ...(post.tags.length > 0 ? { tags: post.tags } : {}),
      ...(cover
        ? { images: [{ url: cover.url, width: cover.width, height: cover.height, alt: cover.alt }] }
        : {}),
    },
    twitter: { card: cover ? "summary_large_image" : "summary" },
  };
}

function crumbsOf(store: Store, post: Post): Crumb[] {
  const { common, blog } = wordsOf(store.locale);
  return [
    { name: common.home, path: "/" },
    { name: blog.title, path: "/blog" },
    ...(post.category
      ? [
          {
            name: post.category.name,
            path: blogHref({ ...WHOLE_BLOG, category: post.category.slug }),
          },
        ]
      : []),
    { name: post.title, path: postHref(post) },
  ];
}

/** A post of the blog. */
export default async function PostPage({ params }: Props) {
  const here = await found(params);
  if (!here) return null;
  const { store, post } = here;
  const { blog: words } = wordsOf(store.locale);
  const crumbs = crumbsOf(store, post);
  const origin = shopOrigin(store);
  const text = plainText(post.body, 200_000);
  // An excerpt stands above; the beginning of the text follows anyway.
  const lead = text.startsWith(post.summary.replace(/…$/, "")) ? "" : post.summary;
  return (
    <div className="wrap">
      <Crumbs crumbs={crumbs} />
      <article lang={store.own_locale}>
        <header className="post-head">
          <h1 className="d2">{post.title}</h1>
          {lead && <p className="post-lead">{lead}</p>}
          <p className="small muted post-facts" lang={store.locale}>
            {post.author && <span>{words.by(post.author)}</span>}
            <time dateTime={post.published_at}>{dayOf(post.published_at, store.locale)}</time>
            <span>{words.minutes(readingMinutes(text))}</span>
          </p>
        </header>
        {post.cover && (
          <figure className="post-picture">
            <Picture image={post.cover} sizes="(min-width: 1040px) 960px, 100vw" priority />
          </figure>
        )}
        <div className="page-text post-text">
          <div
            className="rich"
            // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the API, disarmed here
            dangerouslySetInnerHTML={{ __html: richHtml(post.body) }}
          />
          {post.tags.length > 0 && (
            <nav className="post-tags" aria-label={words.tags} lang={store.locale}>
              {post.tags.map((tag) => (
                <ShopLink key={tag} className="chip" href={blogHref({ ...WHOLE_BLOG, tag })}>
                  {tag}
                </ShopLink>
              ))}
            </nav>
          )}
        </div>
      </article>
      {post.products.length > 0 && (
        <section className="post-more" aria-labelledby="post-products">
          <h2 id="post-products" className="d3">
            {words.products}
          </h2>
          <ProductGrid items={post.products} store={store} />
        </section>
      )}
      {post.related.length > 0 && (
        <section className="post-more" aria-labelledby="post-related">
          <h2 id="post-related" className="d3">
            {words.related}
          </h2>
          <PostGrid posts={post.related} store={store} heading="h3" />
        </section>
      )}
      <JsonLd data={[breadcrumbs(crumbs, origin), articleData(post, store, origin)]} />
    </div>
  );
}
