import type { Metadata } from "next";
import { OrderPage } from "@/islands/order/order-page";
import { openStore, type StoreParams } from "@/lib/page";
import { order } from "@/messages/en/order";
import "@/styles/checkout.css";

export const revalidate = 300;
export const metadata: Metadata = {
  title: order.bought,
  robots: { index: false },
  referrer: "no-referrer",
};

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** An order for whoever holds its link. */
export default async function OrderStatus({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap order-wrap">
      <OrderPage
        locale={store.locale}
        taxIncluded={store.prices_include_tax}
        contact={store.contact_email}
      />
    </div>
  );
}
