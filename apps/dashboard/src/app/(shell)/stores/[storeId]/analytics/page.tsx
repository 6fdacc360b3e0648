import type { Metadata } from "next";
import { SalesPage } from "@/features/analytics/sales-page";
import { analyticsTexts } from "@/features/analytics/texts";

export const metadata: Metadata = { title: analyticsTexts.messages.title };

export default function Page() {
  return <SalesPage />;
}
