import type { Metadata } from "next";
import { BillingPage } from "@/features/billing/billing-page";
import { billingTexts } from "@/features/billing/texts";

export const metadata: Metadata = { title: billingTexts.messages.title };

export default function Page() {
  return <BillingPage />;
}
