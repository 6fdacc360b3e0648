import type { Metadata } from "next";
import { PurchasePage } from "@/features/purchases/purchase-page";
import { purchaseTexts } from "@/features/purchases/texts";

export const metadata: Metadata = { title: purchaseTexts.messages.title };

export default function Page() {
  return <PurchasePage />;
}
