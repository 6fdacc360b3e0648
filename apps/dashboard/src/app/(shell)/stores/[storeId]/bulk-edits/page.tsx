import type { Metadata } from "next";
import { BulkEditsPage } from "@/features/bulk/bulk-edits-page";
import { bulkTexts } from "@/features/bulk/texts";

export const metadata: Metadata = { title: bulkTexts.messages.title };

export default function Page() {
  return <BulkEditsPage />;
}
