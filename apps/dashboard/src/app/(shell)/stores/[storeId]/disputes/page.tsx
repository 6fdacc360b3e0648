import type { Metadata } from "next";
import { DisputesPage } from "@/features/payments/disputes-page";
import { disputesTexts } from "@/features/payments/texts";

export const metadata: Metadata = { title: disputesTexts.messages.title };

export default function Page() {
  return <DisputesPage />;
}
