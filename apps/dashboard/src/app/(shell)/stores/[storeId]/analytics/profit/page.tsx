import type { Metadata } from "next";
import { ProfitReportPage } from "@/features/analytics/profit-page";
import { analyticsTexts } from "@/features/analytics/texts";

export const metadata: Metadata = { title: analyticsTexts.messages.profit };

export default function Page() {
  return <ProfitReportPage />;
}
