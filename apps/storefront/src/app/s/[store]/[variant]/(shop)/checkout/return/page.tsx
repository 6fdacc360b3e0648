import type { Metadata } from "next";
import { Given } from "@/components/given";
import { openStore } from "@/data/page";
import { ReturnPage } from "@/islands/checkout/return-page";
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
    title: wordsOf(store.locale).outcome.processing,
    robots: { index: false },
    referrer: "no-referrer",
  };
}

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** Back from the payment page. */
export default async function CheckoutReturn({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap order-wrap">
      <Given store={store} sections={["outcome"]}>
        <ReturnPage />
      </Given>
    </div>
  );
}
