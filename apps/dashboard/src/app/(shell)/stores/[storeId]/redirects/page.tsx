import type { Metadata } from "next";
import { RedirectsPage } from "@/features/site/redirects-page";
import { siteTexts } from "@/features/site/texts";

export const metadata: Metadata = { title: siteTexts.messages.redirects };

export default function Page() {
  return <RedirectsPage />;
}
