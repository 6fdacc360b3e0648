import type { Metadata } from "next";
import { Given } from "@/components/given";
import { openStore } from "@/data/page";
import { TrackOrder } from "@/islands/help/track-order";
import type { StoreParams } from "@/lib/routes";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/checkout.css";
import "@/styles/account.css";

export const revalidate = 300;
export async function generateMetadata({
  params,
}: {
  params: Promise<StoreParams>;
}): Promise<Metadata> {
  const store = await openStore(params);
  if (!store) return {};
  return { title: wordsOf(store.locale).track.title, robots: { index: false } };
}

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** Where an order is, for who has its number and address. */
export default async function TrackPage({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap account">
      <Given store={store} sections={["track", "asking", "order"]}>
        <TrackOrder locale={store.locale} />
      </Given>
    </div>
  );
}
