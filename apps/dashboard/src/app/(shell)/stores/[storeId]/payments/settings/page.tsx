import type { Metadata } from "next";
import { PaymentSettingsPage } from "@/features/payments/settings-page";
import { settingsTexts } from "@/features/payments/texts";

export const metadata: Metadata = { title: settingsTexts.messages.title };

export default function Page() {
  return <PaymentSettingsPage />;
}
