import type { Metadata } from "next";
import { NewBundlePage } from "@/features/upsells/bundle-pages";
import { upsellsTexts } from "@/features/upsells/texts";

export const metadata: Metadata = { title: upsellsTexts.messages.new_bundle };

export default function Page() {
  return <NewBundlePage />;
}
