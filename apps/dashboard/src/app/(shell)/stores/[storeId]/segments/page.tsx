import type { Metadata } from "next";
import { SegmentsPage } from "@/features/customers/segments-page";
import { segmentsTexts } from "@/features/customers/texts";

export const metadata: Metadata = { title: segmentsTexts.messages.title };

export default function Page() {
  return <SegmentsPage />;
}
