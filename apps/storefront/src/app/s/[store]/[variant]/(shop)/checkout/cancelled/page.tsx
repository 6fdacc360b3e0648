import type { Metadata } from "next";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";
import { openStore } from "@/data/page";
import type { StoreParams } from "@/lib/routes";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/checkout.css";

export const revalidate = 300;
export async function generateMetadata({
  params,
}: {
  params: Promise<StoreParams>;
}): Promise<Metadata> {
  const store = await openStore(params);
  if (!store) return {};
  return {
    title: wordsOf(store.locale).outcome.cancelled,
    robots: { index: false },
    referrer: "no-referrer",
  };
}

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** Left the payment page without paying. */
export default async function CheckoutCancelled({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  const { outcome: words } = wordsOf(store.locale);
  return (
    <div className="wrap order-wrap">
      <State art="bag" title={words.cancelled} text={words.cancelledText} heading="h1">
        <PageLink className="btn btn-primary" href="/checkout">
          {words.tryAgain}
        </PageLink>
        <PageLink className="btn btn-quiet" href="/cart">
          {words.toBag}
        </PageLink>
      </State>
    </div>
  );
}
