import type { Metadata } from "next";
import { ShippingPage } from "@/features/shipping/shipping-page";
import { shippingTexts } from "@/features/shipping/texts";

export const metadata: Metadata = { title: shippingTexts.messages.title };

export default function Page() {
  return <ShippingPage />;
}
