import type { Metadata } from "next";
import { FindPage } from "@/features/finding/find-page";
import { findingTexts } from "@/features/finding/texts";

export const metadata: Metadata = { title: findingTexts.messages.title };

export default function Page() {
  return <FindPage />;
}
