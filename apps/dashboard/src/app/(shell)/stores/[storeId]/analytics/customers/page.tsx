import type { Metadata } from "next";
import { CustomersReportPage } from "@/features/analytics/customers-page";
import { analyticsTexts } from "@/features/analytics/texts";

export const metadata: Metadata = { title: analyticsTexts.messages.customers };

export default function Page() {
  return <CustomersReportPage />;
}
