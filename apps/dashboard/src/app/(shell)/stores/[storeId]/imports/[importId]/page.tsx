import type { Metadata } from "next";
import { ImportPage } from "@/features/imports/import-page";
import { importsTexts } from "@/features/imports/texts";

export const metadata: Metadata = { title: importsTexts.messages.title };

export default function Page() {
  return <ImportPage />;
}
