import type { Metadata } from "next";
import { Given } from "@/components/given";
import { openStore } from "@/data/page";
import { PayPage } from "@/islands/pay/pay-page";
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
    title: wordsOf(store.locale).pay.title,
    robots: { index: false },
    referrer: "no-referrer",
  };
}

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** An order that the shop prepared for somebody, for whoever holds its link. */
export default async function Pay({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap order-wrap">
      <Given store={store} sections={["pay", "checkout"]}>
        <PayPage locale={store.locale} taxIncluded={store.prices_include_tax} />
      </Given>
    </div>
  );
}
