import type { Metadata } from "next";
import { upsellsTexts } from "@/features/upsells/texts";
import { UpsellsPage } from "@/features/upsells/upsells-page";

export const metadata: Metadata = { title: upsellsTexts.messages.title };

export default function Page() {
  return <UpsellsPage />;
}
