import type { Metadata } from "next";
import { ActivityPage } from "@/features/activity/activity-page";
import { activityTexts } from "@/features/activity/texts";

export const metadata: Metadata = { title: activityTexts.messages.title };

export default function Page() {
  return <ActivityPage />;
}
