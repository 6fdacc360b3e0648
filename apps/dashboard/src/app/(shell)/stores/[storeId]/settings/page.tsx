import type { Metadata } from "next";
import { SettingsPage } from "@/features/settings/settings-page";
import { settingsTexts } from "@/features/settings/texts";

export const metadata: Metadata = { title: settingsTexts.messages.title };

export default function Page() {
  return <SettingsPage />;
}
