import type { Metadata } from "next";
import { CollectionsPage } from "@/features/collections/collections-page";
import { collectionsTexts } from "@/features/collections/texts";

export const metadata: Metadata = { title: collectionsTexts.messages.title };

export default function Page() {
  return <CollectionsPage />;
}
