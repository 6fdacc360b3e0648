import type { Metadata } from "next";
import { DeliveryPage } from "@/features/webhooks/delivery-page";
import { webhooksTexts } from "@/features/webhooks/texts";

export const metadata: Metadata = { title: webhooksTexts.messages.title };

export default function Page() {
  return <DeliveryPage />;
}
