import type { Metadata } from "next";
import { ReturnPage } from "@/islands/checkout/return-page";
import { openStore, type StoreParams } from "@/lib/page";
import { outcome } from "@/messages/en/outcome";
import "@/styles/checkout.css";

export const revalidate = 300;
export const metadata: Metadata = {
  title: outcome.processing,
  robots: { index: false },
  referrer: "no-referrer",
};

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** Back from the payment page. */
export default async function CheckoutReturn({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap order-wrap">
      <ReturnPage />
    </div>
  );
}
