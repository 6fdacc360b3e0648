/** schema.org (https://schema.org) descriptions of what a page shows. Only what the page says too. */
import type { Post, Product, Store } from "./api-types";
import { plainText } from "./html";
import { decimal } from "./money";
import type { Question } from "./questions";

/** Offers listed one by one up to here; beyond, their range. */
const MAX_OFFERS = 60;

export interface Crumb {
  name: string;
  path: string;
}

const absolute = (origin: string, url: string): string =>
  /^https?:\/\//i.test(url) ? url : `${origin}${url}`;

export function organization(store: Store, origin: string): object {
  return {
    "@context": "https://schema.org",
    "@type": "OnlineStore",
    "@id": `${origin}/#organization`,
    name: store.name,
    url: `${origin}/`,
    ...(store.description ? { description: plainText(store.description, 500) } : {}),
    ...(store.contact_email ? { email: store.contact_email } : {}),
  };
}

export function website(store: Store, origin: string): object {
  return {
    "@context": "https://schema.org",
    "@type": "WebSite",
    name: store.name,
    url: `${origin}/`,
    potentialAction: {
      "@type": "SearchAction",
      target: `${origin}/products?search={search_term_string}`,
      "query-input": "required name=search_term_string",
    },
  };
}

/** Questions and answers (https://schema.org/FAQPage). */
export function questionsData(items: readonly Question[]): object {
  return {
    "@context": "https://schema.org",
    "@type": "FAQPage",
    mainEntity: items.map((item) => ({
      "@type": "Question",
      name: item.question,
      acceptedAnswer: { "@type": "Answer", text: plainText(item.answer, 2_000) },
    })),
  };
}

export function breadcrumbs(crumbs: readonly Crumb[], origin: string): object {
  return {
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    itemListElement: crumbs.map((crumb, index) => ({
      "@type": "ListItem",
      position: index + 1,
      name: crumb.name,
      item: `${origin}${crumb.path}`,
    })),
  };
}

/** A post (https://schema.org/BlogPosting). */
export function articleData(post: Post, store: Store, origin: string): object {
  const url = `${origin}/blog/${encodeURIComponent(post.slug)}`;
  const publisher = { "@type": "OnlineStore", "@id": `${origin}/#organization`, name: store.name };
  return {
    "@context": "https://schema.org",
    "@type": "BlogPosting",
    "@id": `${url}#post`,
    mainEntityOfPage: url,
    headline: post.title.slice(0, 110),
    ...(post.summary ? { description: plainText(post.summary, 500) } : {}),
    ...(post.cover ? { image: [absolute(origin, post.cover.url)] } : {}),
    datePublished: post.published_at,
    dateModified: [post.published_at, post.updated_at].sort().at(-1),
    inLanguage: store.own_locale,
    author: post.author ? { "@type": "Person", name: post.author } : publisher,
    publisher,
    ...(post.category ? { articleSection: post.category.name } : {}),
    ...(post.tags.length > 0 ? { keywords: post.tags.join(", ") } : {}),
  };
}

const availability = (available: boolean): string =>
  available ? "https://schema.org/InStock" : "https://schema.org/OutOfStock";

function offers(product: Product, origin: string): object {
  const url = `${origin}/products/${encodeURIComponent(product.slug)}`;
  const seller = { "@id": `${origin}/#organization` };
  const sellable = product.variants.length <= MAX_OFFERS;
  if (sellable) {
    const list = product.variants.map((variant) => ({
      "@type": "Offer",
      url: product.variants.length > 1 ? `${url}?variant=${variant.id}` : url,
      price: decimal(variant.price),
      priceCurrency: variant.price.currency,
      availability: availability(variant.available),
      itemCondition: "https://schema.org/NewCondition",
      ...(variant.sku ? { sku: variant.sku } : {}),
      seller,
    }));
    return { offers: list.length === 1 ? list[0] : list };
  }
  const sorted = [...product.variants].sort((a, b) => a.price.amount - b.price.amount);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (!low || !high) return {};
  return {
    offers: {
      "@type": "AggregateOffer",
      url,
      lowPrice: decimal(low.price),
      highPrice: decimal(high.price),
      priceCurrency: low.price.currency,
      offerCount: sorted.length,
      availability: availability(sorted.some((variant) => variant.available)),
      seller,
    },
  };
}

export function productData(product: Product, origin: string): object {
  const description = plainText(product.description, 4000);
  return {
    "@context": "https://schema.org",
    "@type": "Product",
    "@id": `${origin}/products/${encodeURIComponent(product.slug)}#product`,
    name: product.title,
    ...(description ? { description } : {}),
    ...(product.images.length > 0
      ? { image: product.images.slice(0, 8).map((image) => absolute(origin, image.url)) }
      : {}),
    ...(product.vendor ? { brand: { "@type": "Brand", name: product.vendor } } : {}),
    ...(product.categories[0] ? { category: product.categories[0].name } : {}),
    ...(product.variants.length > 0 ? offers(product, origin) : {}),
    ...(product.rating
      ? {
          aggregateRating: {
            "@type": "AggregateRating",
            ratingValue: product.rating.average,
            reviewCount: product.rating.count,
            bestRating: 5,
            worstRating: 1,
          },
        }
      : {}),
  };
}
