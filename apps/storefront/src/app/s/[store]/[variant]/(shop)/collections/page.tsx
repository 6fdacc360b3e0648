import type { Metadata } from "next";
import { Picture } from "@/components/picture";
import { ShopLink } from "@/components/shop-link";
import { State } from "@/components/state";
import { openStore } from "@/data/page";
import { loadCollections } from "@/data/reads";
import { alternates } from "@/lib/alternates";
import type { StoreParams } from "@/lib/routes";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/listing.css";

export const revalidate = 300;

interface Props {
  params: Promise<StoreParams>;
}

export function generateStaticParams(): StoreParams[] {
  return [];
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const store = await openStore(params);
  if (!store) return {};
  const { collections: words } = wordsOf(store.locale);
  return {
    title: words.title,
    alternates: alternates(store, "/collections"),
  };
}

/** Every published collection of the shop. */
export default async function Collections({ params }: Props) {
  const store = await openStore(params);
  if (!store) return null;
  const { collections: words, common } = wordsOf(store.locale);
  const found = (await loadCollections(store)).filter((collection) => collection.products > 0);
  return (
    <div className="wrap">
      <div className="list-air" />
      <header className="head">
        <h1 className="d2">{words.title}</h1>
      </header>
      {found.length === 0 ? (
        <State art="parcel" title={words.empty} text={words.emptyText}>
          <ShopLink className="btn btn-primary" href="/products">
            {common.allProducts}
          </ShopLink>
        </State>
      ) : (
        <ul className="category-grid">
          {found.map((collection) => (
            <li key={collection.id} className="grid">
              <ShopLink
                className="panel category-card"
                href={`/collections/${encodeURIComponent(collection.slug)}`}
              >
                <strong className="clamp-2">{collection.title}</strong>
                <span className="small muted">{words.count(collection.products)}</span>
                {collection.image && <Picture image={collection.image} sizes="240px" alt="" />}
              </ShopLink>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
