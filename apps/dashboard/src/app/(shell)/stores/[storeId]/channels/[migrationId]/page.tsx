import type { Metadata } from "next";
import { MigrationPage } from "@/features/channels/migration-page";
import { channelsTexts } from "@/features/channels/texts";

export const metadata: Metadata = { title: channelsTexts.messages.runs };

export default function Page() {
  return <MigrationPage />;
}
