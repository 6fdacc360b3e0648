import type { Metadata } from "next";
import { PlansPage } from "@/features/billing/plans-page";
import { billingTexts } from "@/features/billing/texts";

export const metadata: Metadata = { title: billingTexts.messages.plans_title };

export default function Page() {
  return <PlansPage />;
}
