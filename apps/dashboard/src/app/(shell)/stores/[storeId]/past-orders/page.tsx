import type { Metadata } from "next";
import { PastOrdersPage } from "@/features/channels/past-orders-page";
import { channelsTexts } from "@/features/channels/texts";

export const metadata: Metadata = { title: channelsTexts.messages.past };

export default function Page() {
  return <PastOrdersPage />;
}
