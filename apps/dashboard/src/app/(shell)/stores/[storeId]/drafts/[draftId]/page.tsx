import type { Metadata } from "next";
import { DraftPage } from "@/features/drafts/draft-page";
import { draftsTexts } from "@/features/drafts/texts";

export const metadata: Metadata = { title: draftsTexts.messages.title };

export default function Page() {
  return <DraftPage />;
}
