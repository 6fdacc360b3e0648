import type { Metadata } from "next";
import { PaymentsPage } from "@/features/payments/payments-page";
import { paymentsTexts } from "@/features/payments/texts";

export const metadata: Metadata = { title: paymentsTexts.messages.title };

export default function Page() {
  return <PaymentsPage />;
}
