import type { Metadata } from "next";
import { SubscribersPage } from "@/features/subscribers/subscribers-page";
import { subscribersTexts } from "@/features/subscribers/texts";

export const metadata: Metadata = { title: subscribersTexts.messages.title };

export default function Page() {
  return <SubscribersPage />;
}
