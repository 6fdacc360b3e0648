import type { Metadata } from "next";
import { PagesPage } from "@/features/site/pages-page";
import { siteTexts } from "@/features/site/texts";

export const metadata: Metadata = { title: siteTexts.messages.pages };

export default function Page() {
  return <PagesPage />;
}
