import type { Metadata } from "next";
import { permanentRedirect } from "next/navigation";
import { BundleOffer, BundleParts } from "@/components/bundle-offer";
import { Crumbs } from "@/components/crumbs";
import { Given } from "@/components/given";
import { JsonLd } from "@/components/json-ld";
import { NoPicture } from "@/components/picture";
import { ProductFacts } from "@/components/product-facts";
import { ProductReviews } from "@/components/product-reviews";
import { ProductSafety } from "@/components/product-safety";
import { VolumeTable } from "@/components/volume-table";
import { leave } from "@/data/leave";
import { openStore } from "@/data/page";
import { loadOffers, loadProduct, loadReviews } from "@/data/reads";
import { WishButton } from "@/islands/account/wish-button";
import { Seen } from "@/islands/offers/seen";
import { BuyBox } from "@/islands/product/buy-box";
import { Gallery } from "@/islands/product/gallery";
import { optionPaints } from "@/islands/product/paints";
import { Recent } from "@/islands/product/recent";
import { packProduct } from "@/islands/product/variants";
import { Looked } from "@/islands/visits/looked";
import { alternates, siteOf } from "@/lib/alternates";
import type { Product, Store } from "@/lib/api-types";
import { plainText, richHtml } from "@/lib/html";
import { saving } from "@/lib/money";
import { smallest } from "@/lib/picture-url";
import type { StoreParams } from "@/lib/routes";
import { breadcrumbs, type Crumb, productData } from "@/lib/structured-data";
import { ProductGrid } from "@/listing/product-card";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/offers.css";
import "@/styles/product.css";
import "@/styles/product-zoom.css";

export const revalidate = 300;

type Params = StoreParams & { slug: string };
interface Props {
  params: Promise<Params>;
}

export function generateStaticParams(): Params[] {
  return [];
}

async function found(params: Promise<Params>): Promise<{ store: Store; product: Product } | null> {
  const store = await openStore(params);
  if (!store) return null;
  const slug = decodeURIComponent((await params).slug);
  const state = await loadProduct(store, slug);
  if (state.kind === "moved") permanentRedirect(`/products/${encodeURIComponent(state.slug)}`);
  if (state.kind === "missing") return leave(store, `/products/${slug}`);
  return { store, product: state.product };
}

const pathOf = (product: Product): string => `/products/${encodeURIComponent(product.slug)}`;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const here = await found(params);
  if (!here) return {};
  const { store, product } = here;
  const title = product.seo.title || product.title;
  const description = product.seo.description || plainText(product.description, 160);
  const image = product.images[0];
  const where = alternates(store, pathOf(product));
  return {
    title: title.slice(0, 200),
    ...(description ? { description } : {}),
    alternates: where,
    openGraph: {
      title,
      ...(description ? { description } : {}),
      url: where.canonical,
      siteName: store.name,
      type: "website",
      ...(image
        ? { images: [{ url: image.url, width: image.width, height: image.height, alt: image.alt }] }
        : {}),
    },
    twitter: { card: image ? "summary_large_image" : "summary" },
  };
}

function crumbsOf(store: Store, product: Product): Crumb[] {
  const { common } = wordsOf(store.locale);
  return [
    { name: common.shop, path: "/products" },
    ...product.breadcrumb.map((category) => ({
      name: category.name,
      path: `/categories/${encodeURIComponent(category.slug)}`,
    })),
    { name: product.title, path: pathOf(product) },
  ];
}

export default async function ProductPage({ params }: Props) {
  const here = await found(params);
  if (!here) return null;
  const { store, product } = here;
  const { common, product: words, offers: offered } = wordsOf(store.locale);
  const offers = await loadOffers(store, product.id);
  const reviews = product.rating ? await loadReviews(store, product.slug) : null;
  const [volume] = offers.volume;
  const inside = offers.bundles.find((offer) => offer.product.id === product.id)?.components ?? [];
  const bundles = offers.bundles.filter((offer) => offer.product.id !== product.id);
  const origin = siteOf(store);
  const crumbs = crumbsOf(store, product);
  const percents = product.variants.map((variant) =>
    saving(variant.price, variant.compare_at_price),
  );
  const percent = Math.max(0, ...percents.map((value) => value ?? 0));
  const flag =
    percent > 0 ? <span className="badge badge-sale">{common.save(percent)}</span> : null;
  const description = richHtml(product.description).trim();
  return (
    <Given store={store} sections={["product", "recent"]}>
      <div className="wrap">
        <Crumbs crumbs={crumbs} />
        <div className="pdp">
          {product.images.length > 0 ? (
            <Gallery images={product.images} flag={flag} />
          ) : (
            <div className="view no-gallery">
              <NoPicture />
              {flag}
            </div>
          )}
          <div className="buy">
            <div>
              <h1 className="d2">{product.title}</h1>
              {product.vendor && product.vendor !== store.name && (
                <p className="muted buy-vendor">{words.by(product.vendor)}</p>
              )}
            </div>
            <BuyBox
              product={packProduct(product, store.currency)}
              paints={product.options.map(({ name, values }) => optionPaints(name, values))}
              locale={store.locale}
              taxIncluded={store.prices_include_tax}
              freeFrom={store.free_shipping_from?.amount ?? null}
              open={store.checkout_open}
              contact={store.contact_email}
            />
            {inside.length > 0 && <BundleParts parts={inside} />}
            {volume && <VolumeTable offer={volume} product={product} store={store} />}
            <WishButton
              id={product.id}
              slug={product.slug}
              title={product.title}
              shop={store.slug}
            />
            <ProductFacts store={store} />
          </div>
        </div>
        {bundles.length > 0 && (
          <section className="section" aria-labelledby="bundles">
            <div className="head">
              <h2 className="d2" id="bundles">
                {offered.bundles}
              </h2>
            </div>
            <ul className="bundles">
              {bundles.map((offer) => (
                <BundleOffer key={offer.id} offer={offer} store={store} />
              ))}
            </ul>
            <Seen ids={bundles.map((offer) => offer.id)} />
          </section>
        )}
        {offers.cross_sells.map((offer) => (
          <section key={offer.id} className="section" aria-label={offer.title}>
            <div className="head">
              <div>
                <h2 className="d2">{offer.title}</h2>
                {offer.discount && <p className="muted">{offered.deal(offer.discount)}</p>}
              </div>
            </div>
            <ProductGrid items={offer.products} store={store} offer={offer.id} />
            <Seen ids={[offer.id]} />
          </section>
        ))}
        {description && (
          <section className="section about" aria-labelledby="details">
            <h2 className="d2" id="details">
              {words.details}
            </h2>
            {/* biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the API, disarmed here */}
            <div className="rich" dangerouslySetInnerHTML={{ __html: description }} />
          </section>
        )}
        {reviews && <ProductReviews found={reviews} locale={store.locale} />}
        {product.safety && <ProductSafety safety={product.safety} />}
        {product.related.length > 0 && (
          <section className="section" aria-labelledby="related">
            <div className="head">
              <h2 className="d2" id="related">
                {words.related}
              </h2>
            </div>
            <ProductGrid items={product.related.slice(0, 4)} store={store} />
          </section>
        )}
        <Looked product={product.id} />
        <Recent
          shop={store.slug}
          slug={product.slug}
          title={product.title}
          picture={smallest(product.images[0])}
        />
      </div>
      <JsonLd data={[productData(product, origin), breadcrumbs(crumbs, origin)]} />
    </Given>
  );
}
