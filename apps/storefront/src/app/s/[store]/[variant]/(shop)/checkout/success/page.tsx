import type { Metadata } from "next";
import { Given } from "@/components/given";
import { openStore } from "@/data/page";
import { SuccessPage } from "@/islands/checkout/success-page";
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
    title: wordsOf(store.locale).outcome.done,
    robots: { index: false },
    referrer: "no-referrer",
  };
}

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** The order is in. */
export default async function CheckoutSuccess({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap order-wrap">
      <Given store={store} sections={["outcome", "order", "checkout", "back", "papers"]}>
        <SuccessPage
          slug={store.slug}
          locale={store.locale}
          taxIncluded={store.prices_include_tax}
          contact={store.contact_email}
        />
      </Given>
    </div>
  );
}
