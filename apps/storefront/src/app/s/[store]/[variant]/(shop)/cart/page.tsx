import type { Metadata } from "next";
import { openStore } from "@/data/page";
import { BagPage } from "@/islands/cart/bag-page";
import type { StoreParams } from "@/lib/routes";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/cart.css";

export const revalidate = 300;
export async function generateMetadata({
  params,
}: {
  params: Promise<StoreParams>;
}): Promise<Metadata> {
  const store = await openStore(params);
  if (!store) return {};
  return { title: wordsOf(store.locale).cart.title, robots: { index: false } };
}

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** The bag. The page is the same for everyone; what is in it comes to the island. */
export default async function CartPage({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  const { cart: words } = wordsOf(store.locale);
  return (
    <div className="wrap">
      <header className="head bag-head">
        <h1 className="d2">{words.title}</h1>
      </header>
      <BagPage locale={store.locale} taxIncluded={store.prices_include_tax} />
    </div>
  );
}
