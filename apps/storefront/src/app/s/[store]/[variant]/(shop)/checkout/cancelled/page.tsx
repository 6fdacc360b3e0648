import type { Metadata } from "next";
import { State } from "@/components/state";
import { openStore, type StoreParams } from "@/lib/page";
import { outcome as words } from "@/messages/en/outcome";
import "@/styles/checkout.css";

export const revalidate = 300;
export const metadata: Metadata = {
  title: words.cancelled,
  robots: { index: false },
  referrer: "no-referrer",
};

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** Left the payment page without paying. */
export default async function CheckoutCancelled({ params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  if (!store) return null;
  return (
    <div className="wrap order-wrap">
      <State art="bag" title={words.cancelled} text={words.cancelledText} heading="h1">
        <a className="btn btn-primary" href="/checkout">
          {words.tryAgain}
        </a>
        <a className="btn btn-quiet" href="/cart">
          {words.toBag}
        </a>
      </State>
    </div>
  );
}
