import type { Metadata } from "next";
import { DraftsPage } from "@/features/drafts/drafts-page";
import { draftsTexts } from "@/features/drafts/texts";

export const metadata: Metadata = { title: draftsTexts.messages.title };

export default function Page() {
  return <DraftsPage />;
}
