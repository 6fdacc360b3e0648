import type { Metadata } from "next";
import { DisputePage } from "@/features/payments/dispute-page";
import { disputesTexts } from "@/features/payments/texts";

export const metadata: Metadata = { title: disputesTexts.messages.title };

export default function Page() {
  return <DisputePage />;
}
