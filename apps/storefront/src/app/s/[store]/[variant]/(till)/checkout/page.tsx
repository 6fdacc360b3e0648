import type { Metadata } from "next";
import { Given } from "@/components/given";
import { openStore } from "@/data/page";
import { Checkout } from "@/islands/checkout/checkout";
import { COUNTRY_CODES, countryChoices } from "@/lib/countries";
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
  return { title: wordsOf(store.locale).checkout.title, robots: { index: false } };
}

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** From bag to payment. The page is cached and knows nobody; the island fetches the bag. */
export default async function CheckoutPage({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  const { checkout: words } = wordsOf(store.locale);
  const codes = store.ship_to.length > 0 ? store.ship_to : COUNTRY_CODES;
  return (
    <div className="till-wrap">
      <h1 className="sr-only">{words.title}</h1>
      <Given store={store} sections={["checkout"]}>
        <Checkout
          slug={store.slug}
          shop={store.name}
          locale={store.locale}
          countries={countryChoices(codes, store.locale)}
          home={codes.includes(store.country) ? store.country : ""}
          taxIncluded={store.prices_include_tax}
          open={store.checkout_open}
          test={store.test_mode}
          contact={store.contact_email}
        />
      </Given>
    </div>
  );
}
