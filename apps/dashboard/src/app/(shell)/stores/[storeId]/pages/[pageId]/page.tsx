import type { Metadata } from "next";
import { PageEditor } from "@/features/site/page-editor";
import { siteTexts } from "@/features/site/texts";

export const metadata: Metadata = { title: siteTexts.messages.pages };

export default async function Page({ params }: { params: Promise<{ pageId: string }> }) {
  return <PageEditor id={(await params).pageId} />;
}
