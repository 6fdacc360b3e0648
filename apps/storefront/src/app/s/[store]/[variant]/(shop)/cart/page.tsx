import type { Metadata } from "next";
import { BagPage } from "@/islands/cart/bag-page";
import { openStore, type StoreParams } from "@/lib/page";
import { cart as words } from "@/messages/en/cart";
import "@/styles/cart.css";

export const revalidate = 300;
export const metadata: Metadata = { title: words.title, robots: { index: false } };

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** The bag. The page is the same for everyone; what is in it comes to the island. */
export default async function CartPage({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap">
      <header className="head bag-head">
        <h1 className="d2">{words.title}</h1>
      </header>
      <BagPage locale={store.locale} taxIncluded={store.prices_include_tax} />
    </div>
  );
}
