import type { Metadata } from "next";
import { webhooksTexts } from "@/features/webhooks/texts";
import { WebhooksPage } from "@/features/webhooks/webhooks-page";

export const metadata: Metadata = { title: webhooksTexts.messages.title };

export default function Page() {
  return <WebhooksPage />;
}
