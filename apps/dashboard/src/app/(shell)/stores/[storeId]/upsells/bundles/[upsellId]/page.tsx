import type { Metadata } from "next";
import { BundlePage } from "@/features/upsells/bundle-pages";
import { upsellsTexts } from "@/features/upsells/texts";

export const metadata: Metadata = { title: upsellsTexts.messages.kind_bundles };

export default function Page() {
  return <BundlePage />;
}
