import type { Metadata } from "next";
import { PriceRulePage } from "@/features/price-rules/rule-pages";
import { priceRuleTexts } from "@/features/price-rules/texts";

export const metadata: Metadata = { title: priceRuleTexts.messages.title };

export default function Page() {
  return <PriceRulePage />;
}
