import type { Metadata } from "next";
import { FraudPage } from "@/features/fraud/fraud-page";
import { fraudTexts } from "@/features/fraud/texts";

export const metadata: Metadata = { title: fraudTexts.messages.title };

export default function Page() {
  return <FraudPage />;
}
