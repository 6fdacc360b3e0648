import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PostGrid } from "@/blog/post-card";
import { Crumbs } from "@/components/crumbs";
import { Icon } from "@/components/icon";
import { JsonLd } from "@/components/json-ld";
import { ShopLink } from "@/components/shop-link";
import { State } from "@/components/state";
import { loadBlogCategories, loadView } from "@/data/blog";
import { openStore } from "@/data/page";
import { alternates } from "@/lib/alternates";
import type { BlogCategory, Store } from "@/lib/api-types";
import { type BlogView, blogHref, readBlogSegment, WHOLE_BLOG } from "@/lib/blog";
import { shopOrigin } from "@/lib/env";
import type { StoreParams } from "@/lib/routes";
import { breadcrumbs } from "@/lib/structured-data";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/blog.css";
import "@/styles/listing.css";

export const revalidate = 300;

type Params = StoreParams & { view: string };
interface Props {
  params: Promise<Params>;
}

export function generateStaticParams(): Params[] {
  return [];
}

async function here(params: Promise<Params>) {
  const store = await openStore(params);
  if (!store) return null;
  const view = readBlogSegment(decodeURIComponent((await params).view));
  if (!view) notFound();
  const [{ posts, page }, shelves] = await Promise.all([
    loadView(store, view),
    loadBlogCategories(store),
  ]);
  // Only a blog without any posts is shown empty: made-up addresses are no pages.
  const plain = view.page === 1 && !view.category && !view.tag;
  if (posts.length === 0 && !plain) notFound();
  return { store, view, posts, shelves, last: Math.ceil(page.total / page.per_page) };
}

function titleOf(store: Store, view: BlogView, shelves: readonly BlogCategory[]): string {
  const { blog: words } = wordsOf(store.locale);
  if (view.tag) return words.tagged(view.tag);
  return shelves.find((shelf) => shelf.slug === view.category)?.name ?? words.title;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await here(params);
  if (!found) return {};
  const { store, view, shelves, posts } = found;
  const { listing: words, blog } = wordsOf(store.locale);
  const name = titleOf(store, view, shelves);
  const title = view.page > 1 ? `${name}, ${words.page(view.page)}` : name;
  const where = alternates(store, blogHref(view));
  const image = posts[0]?.cover;
  return {
    title,
    description: blog.about(store.name),
    alternates: where,
    // A tag gathers what stands in the list anyway.
    ...(view.tag ? { robots: { index: false, follow: true } } : {}),
    openGraph: {
      title,
      url: where.canonical,
      siteName: store.name,
      type: "website",
      ...(image ? { images: [{ url: image.url, width: image.width, height: image.height }] } : {}),
    },
  };
}

function Shelves({ view, shelves, all }: { view: BlogView; shelves: BlogCategory[]; all: string }) {
  const whole = !view.category && !view.tag;
  return (
    <nav className="post-shelves" aria-label={all}>
      <ShopLink className="chip" href="/blog" aria-current={whole ? "page" : undefined}>
        {all}
      </ShopLink>
      {shelves.map((shelf) => (
        <ShopLink
          key={shelf.slug}
          className="chip"
          href={blogHref({ ...WHOLE_BLOG, category: shelf.slug })}
          aria-current={view.category === shelf.slug ? "page" : undefined}
        >
          {shelf.name}
        </ShopLink>
      ))}
    </nav>
  );
}

/** The blog, a category of it, or what has a tag; the latest post first. */
export default async function Blog({ params }: Props) {
  const found = await here(params);
  if (!found) return null;
  const { store, view, posts, shelves, last } = found;
  const { common, blog: words, listing } = wordsOf(store.locale);
  const title = titleOf(store, view, shelves);
  const crumbs = [
    { name: common.home, path: "/" },
    { name: words.title, path: "/blog" },
    ...(view.category || view.tag ? [{ name: title, path: blogHref({ ...view, page: 1 }) }] : []),
  ];
  return (
    <div className="wrap">
      <Crumbs crumbs={crumbs} />
      <header className="head">
        <h1 className="d2">{title}</h1>
      </header>
      {shelves.length > 0 && <Shelves view={view} shelves={shelves} all={words.all} />}
      {posts.length === 0 ? (
        <State art="parcel" title={words.empty} text={words.emptyText}>
          <ShopLink className="btn btn-primary" href="/products">
            {common.allProducts}
          </ShopLink>
        </State>
      ) : (
        <PostGrid posts={posts} store={store} eager={2} />
      )}
      {last > 1 && (
        <nav className="pages" aria-label={listing.pages}>
          {view.page > 1 && (
            <ShopLink
              className="icon-btn"
              href={blogHref({ ...view, page: view.page - 1 })}
              rel="prev"
              aria-label={listing.previous}
            >
              <Icon name="back" className="icon icon-turn" />
            </ShopLink>
          )}
          <span className="small muted">{listing.pageOf(view.page, last)}</span>
          {view.page < last && (
            <ShopLink
              className="icon-btn"
              href={blogHref({ ...view, page: view.page + 1 })}
              rel="next"
              aria-label={listing.next}
            >
              <Icon name="next" className="icon icon-turn" />
            </ShopLink>
          )}
        </nav>
      )}
      <JsonLd data={[breadcrumbs(crumbs, shopOrigin(store))]} />
    </div>
  );
}
