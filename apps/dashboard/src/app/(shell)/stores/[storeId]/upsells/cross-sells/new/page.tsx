import type { Metadata } from "next";
import { NewCrossSellPage } from "@/features/upsells/cross-sell-pages";
import { upsellsTexts } from "@/features/upsells/texts";

export const metadata: Metadata = { title: upsellsTexts.messages.new_cross };

export default function Page() {
  return <NewCrossSellPage />;
}
