import type { Metadata } from "next";
import { Checkout } from "@/islands/checkout/checkout";
import { COUNTRY_CODES, countryChoices } from "@/lib/countries";
import { openStore, type StoreParams } from "@/lib/page";
import { checkout as words } from "@/messages/en/checkout";
import "@/styles/checkout.css";

export const revalidate = 300;
export const metadata: Metadata = { title: words.title, robots: { index: false } };

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** From bag to payment. The page is cached and knows nobody; the island fetches the bag. */
export default async function CheckoutPage({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  const codes = store.ship_to.length > 0 ? store.ship_to : COUNTRY_CODES;
  return (
    <div className="till-wrap">
      <h1 className="sr-only">{words.title}</h1>
      <Checkout
        slug={store.slug}
        locale={store.locale}
        countries={countryChoices(codes, store.locale)}
        home={codes.includes(store.country) ? store.country : ""}
        taxIncluded={store.prices_include_tax}
        open={store.checkout_open}
        test={store.test_mode}
        contact={store.contact_email}
      />
    </div>
  );
}
