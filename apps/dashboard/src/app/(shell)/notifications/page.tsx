import type { Metadata } from "next";
import { NotificationsPage } from "@/features/notifications/notifications-page";
import { notificationsTexts } from "@/features/notifications/texts";

export const metadata: Metadata = { title: notificationsTexts.messages.title };

export default function Page() {
  return <NotificationsPage />;
}
