import type { Metadata } from "next";
import { ImportsPage } from "@/features/imports/imports-page";
import { importsTexts } from "@/features/imports/texts";

export const metadata: Metadata = { title: importsTexts.messages.title };

export default function Page() {
  return <ImportsPage />;
}
