import type { Metadata } from "next";
import { DomainsPage } from "@/features/site/domains-page";
import { siteTexts } from "@/features/site/texts";

export const metadata: Metadata = { title: siteTexts.messages.domains };

export default function Page() {
  return <DomainsPage />;
}
