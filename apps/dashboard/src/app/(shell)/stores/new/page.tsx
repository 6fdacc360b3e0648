import type { Metadata } from "next";
import { NewStorePage } from "@/features/stores/new-store-page";
import { storesTexts } from "@/features/stores/texts";

export const metadata: Metadata = { title: storesTexts.messages.new_title };

export default function Page() {
  return <NewStorePage />;
}
