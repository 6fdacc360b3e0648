import type { Metadata } from "next";
import { StoresPage } from "@/features/stores/stores-page";
import { storesTexts } from "@/features/stores/texts";

export const metadata: Metadata = { title: storesTexts.messages.title };

export default function Page() {
  return <StoresPage />;
}
