import type { Metadata } from "next";
import { CrossSellPage } from "@/features/upsells/cross-sell-pages";
import { upsellsTexts } from "@/features/upsells/texts";

export const metadata: Metadata = { title: upsellsTexts.messages.kind_cross };

export default function Page() {
  return <CrossSellPage />;
}
