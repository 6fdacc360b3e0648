import type { Metadata } from "next";
import { ProductsReportPage } from "@/features/analytics/products-page";
import { analyticsTexts } from "@/features/analytics/texts";

export const metadata: Metadata = { title: analyticsTexts.messages.products };

export default function Page() {
  return <ProductsReportPage />;
}
