import type { Metadata } from "next";
import { DiscountsPage } from "@/features/discounts/discounts-page";
import { discountsTexts } from "@/features/discounts/texts";

export const metadata: Metadata = { title: discountsTexts.messages.title };

export default function Page() {
  return <DiscountsPage />;
}
