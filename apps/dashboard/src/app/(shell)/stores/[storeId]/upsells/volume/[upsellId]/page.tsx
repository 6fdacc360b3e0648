import type { Metadata } from "next";
import { upsellsTexts } from "@/features/upsells/texts";
import { VolumePage } from "@/features/upsells/volume-pages";

export const metadata: Metadata = { title: upsellsTexts.messages.kind_volume };

export default function Page() {
  return <VolumePage />;
}
