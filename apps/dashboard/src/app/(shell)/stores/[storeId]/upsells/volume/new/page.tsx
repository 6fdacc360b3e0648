import type { Metadata } from "next";
import { upsellsTexts } from "@/features/upsells/texts";
import { NewVolumePage } from "@/features/upsells/volume-pages";

export const metadata: Metadata = { title: upsellsTexts.messages.new_volume };

export default function Page() {
  return <NewVolumePage />;
}
