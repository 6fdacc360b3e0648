import type { Metadata } from "next";
import { DiscountPage } from "@/features/discounts/discount-page";
import { discountsTexts } from "@/features/discounts/texts";

export const metadata: Metadata = { title: discountsTexts.messages.title };

export default function Page() {
  return <DiscountPage />;
}
