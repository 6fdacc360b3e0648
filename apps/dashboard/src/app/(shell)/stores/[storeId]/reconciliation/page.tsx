import type { Metadata } from "next";
import { ReconciliationPage } from "@/features/payments/reconciliation-page";
import { reconciliationTexts } from "@/features/payments/texts";

export const metadata: Metadata = { title: reconciliationTexts.messages.title };

export default function Page() {
  return <ReconciliationPage />;
}
