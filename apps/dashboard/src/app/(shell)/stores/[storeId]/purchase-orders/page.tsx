import type { Metadata } from "next";
import { PurchasesPage } from "@/features/purchases/purchases-page";
import { purchaseTexts } from "@/features/purchases/texts";

export const metadata: Metadata = { title: purchaseTexts.messages.title };

export default function Page() {
  return <PurchasesPage />;
}
