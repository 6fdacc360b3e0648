import type { Metadata } from "next";
import { ChannelsPage } from "@/features/channels/channels-page";
import { channelsTexts } from "@/features/channels/texts";

export const metadata: Metadata = { title: channelsTexts.messages.title };

export default function Page() {
  return <ChannelsPage />;
}
