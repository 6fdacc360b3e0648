import type { Metadata } from "next";
import { notFound, permanentRedirect } from "next/navigation";
import { Crumbs } from "@/components/crumbs";
import { JsonLd } from "@/components/json-ld";
import { NoPicture } from "@/components/picture";
import { ProductGrid } from "@/components/product-card";
import { ProductFacts } from "@/components/product-facts";
import { loadProduct } from "@/data/reads";
import type { Product, Store } from "@/data/types";
import { BuyBox } from "@/islands/product/buy-box";
import { Gallery } from "@/islands/product/gallery";
import { optionPaints } from "@/islands/product/paints";
import { packProduct } from "@/islands/product/variants";
import { storeOrigin } from "@/lib/env";
import { plainText, richHtml } from "@/lib/html";
import { saving } from "@/lib/money";
import { openStore, type StoreParams } from "@/lib/page";
import { breadcrumbs, type Crumb, productData } from "@/lib/structured-data";
import { common } from "@/messages/en/common";
import { product as words } from "@/messages/en/product";
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
  if (state.kind === "missing") notFound();
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
  const canonical = `${storeOrigin(store.slug)}${pathOf(product)}`;
  return {
    title: title.slice(0, 200),
    ...(description ? { description } : {}),
    alternates: { canonical },
    openGraph: {
      title,
      ...(description ? { description } : {}),
      url: canonical,
      siteName: store.name,
      type: "website",
      ...(image
        ? { images: [{ url: image.url, width: image.width, height: image.height, alt: image.alt }] }
        : {}),
    },
    twitter: { card: image ? "summary_large_image" : "summary" },
  };
}

function crumbsOf(product: Product): Crumb[] {
  const category = product.categories[0];
  return [
    { name: common.shop, path: "/products" },
    ...(category
      ? [{ name: category.name, path: `/categories/${encodeURIComponent(category.slug)}` }]
      : []),
    { name: product.title, path: pathOf(product) },
  ];
}

export default async function ProductPage({ params }: Props) {
  const here = await found(params);
  if (!here) return null;
  const { store, product } = here;
  const origin = storeOrigin(store.slug);
  const crumbs = crumbsOf(product);
  const percents = product.variants.map((variant) =>
    saving(variant.price, variant.compare_at_price),
  );
  const percent = Math.max(0, ...percents.map((value) => value ?? 0));
  const flag =
    percent > 0 ? <span className="badge badge-sale">{common.save(percent)}</span> : null;
  const description = richHtml(product.description).trim();
  return (
    <>
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
            <ProductFacts store={store} />
          </div>
        </div>
        {description && (
          <section className="section about" aria-labelledby="details">
            <h2 className="d2" id="details">
              {words.details}
            </h2>
            {/* biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the API, disarmed here */}
            <div className="rich" dangerouslySetInnerHTML={{ __html: description }} />
          </section>
        )}
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
      </div>
      <JsonLd data={[productData(product, origin), breadcrumbs(crumbs, origin)]} />
    </>
  );
}
