import type { Metadata } from "next";
import { PartnersPage } from "@/features/partners/partners-page";
import { partnersTexts } from "@/features/partners/texts";

export const metadata: Metadata = { title: partnersTexts.messages.title };

export default function Page() {
  return <PartnersPage />;
}
