import type { Metadata } from "next";
import { NavigationPage } from "@/features/site/navigation-page";
import { siteTexts } from "@/features/site/texts";

export const metadata: Metadata = { title: siteTexts.messages.navigation };

export default function Page() {
  return <NavigationPage />;
}
