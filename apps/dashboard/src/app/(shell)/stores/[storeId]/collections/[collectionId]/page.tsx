import type { Metadata } from "next";
import { CollectionPage } from "@/features/collections/collection-page";
import { collectionsTexts } from "@/features/collections/texts";

export const metadata: Metadata = { title: collectionsTexts.messages.title };

export default function Page() {
  return <CollectionPage />;
}
