import type { Metadata } from "next";
import { FilesPage } from "@/features/files/files-page";
import { filesTexts } from "@/features/files/texts";

export const metadata: Metadata = { title: filesTexts.messages.title };

export default function Page() {
  return <FilesPage />;
}
