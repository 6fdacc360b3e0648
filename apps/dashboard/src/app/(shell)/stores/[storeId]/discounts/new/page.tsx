import type { Metadata } from "next";
import { NewDiscountPage } from "@/features/discounts/discount-page";
import { discountsTexts } from "@/features/discounts/texts";

export const metadata: Metadata = { title: discountsTexts.messages.new_title };

export default function Page() {
  return <NewDiscountPage />;
}
