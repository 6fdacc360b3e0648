import type { Metadata } from "next";
import { SnapshotsPage } from "@/features/snapshots/snapshots-page";
import { snapshotsTexts } from "@/features/snapshots/texts";

export const metadata: Metadata = { title: snapshotsTexts.messages.title };

export default function Page() {
  return <SnapshotsPage />;
}
