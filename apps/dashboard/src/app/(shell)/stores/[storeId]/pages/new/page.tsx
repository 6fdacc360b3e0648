import type { Metadata } from "next";
import { NewPage } from "@/features/site/page-editor";
import { siteTexts } from "@/features/site/texts";

export const metadata: Metadata = { title: siteTexts.messages.page_new };

export default function Page() {
  return <NewPage />;
}
