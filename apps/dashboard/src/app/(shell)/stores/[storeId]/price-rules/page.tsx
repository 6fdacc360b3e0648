import type { Metadata } from "next";
import { PriceRulesPage } from "@/features/price-rules/price-rules-page";
import { priceRuleTexts } from "@/features/price-rules/texts";

export const metadata: Metadata = { title: priceRuleTexts.messages.title };

export default function Page() {
  return <PriceRulesPage />;
}
