import type { Metadata } from "next";
import { webhooksTexts } from "@/features/webhooks/texts";
import { WebhookPage } from "@/features/webhooks/webhook-page";

export const metadata: Metadata = { title: webhooksTexts.messages.title };

export default function Page() {
  return <WebhookPage />;
}
