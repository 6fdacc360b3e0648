import type { Metadata } from "next";
import { SyncPage } from "@/features/channels/sync/sync-page";
import { syncTexts } from "@/features/channels/sync/texts";

export const metadata: Metadata = { title: syncTexts.messages.title };

export default function Page() {
  return <SyncPage />;
}
