import type { Metadata } from "next";
import { Given } from "@/components/given";
import { openStore } from "@/data/page";
import { CardBalance } from "@/islands/help/card-balance";
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
  return { title: wordsOf(store.locale).card.title, robots: { index: false } };
}

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** What a gift card holds, for who has its code. */
export default async function GiftCardPage({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap account">
      <Given store={store} sections={["card", "asking"]}>
        <CardBalance locale={store.locale} />
      </Given>
    </div>
  );
}
