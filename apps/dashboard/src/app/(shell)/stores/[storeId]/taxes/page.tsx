import type { Metadata } from "next";
import { TaxesPage } from "@/features/taxes/taxes-page";
import { taxTexts } from "@/features/taxes/texts";

export const metadata: Metadata = { title: taxTexts.messages.title };

export default function Page() {
  return <TaxesPage />;
}
