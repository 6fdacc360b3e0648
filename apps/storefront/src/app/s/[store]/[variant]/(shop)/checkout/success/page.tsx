import type { Metadata } from "next";
import { SuccessPage } from "@/islands/checkout/success-page";
import { openStore, type StoreParams } from "@/lib/page";
import { outcome } from "@/messages/en/outcome";
import "@/styles/checkout.css";

export const revalidate = 300;
export const metadata: Metadata = {
  title: outcome.done,
  robots: { index: false },
  referrer: "no-referrer",
};

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** The order is in. */
export default async function CheckoutSuccess({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap order-wrap">
      <SuccessPage
        slug={store.slug}
        locale={store.locale}
        taxIncluded={store.prices_include_tax}
        contact={store.contact_email}
      />
    </div>
  );
}
