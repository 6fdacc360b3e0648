import type { Metadata } from "next";
import { SeoPage } from "@/features/seo/seo-page";
import { seoTexts } from "@/features/seo/texts";

export const metadata: Metadata = { title: seoTexts.messages.title };

export default function Page() {
  return <SeoPage />;
}
