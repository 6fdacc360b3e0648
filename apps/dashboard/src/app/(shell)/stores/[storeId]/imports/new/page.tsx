import type { Metadata } from "next";
import { NewImportPage } from "@/features/imports/new-import-page";
import { importsTexts } from "@/features/imports/texts";

export const metadata: Metadata = { title: importsTexts.messages.new_title };

export default function Page() {
  return <NewImportPage />;
}
