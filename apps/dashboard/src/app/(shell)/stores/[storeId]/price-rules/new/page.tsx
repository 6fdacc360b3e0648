import type { Metadata } from "next";
import { NewPriceRulePage } from "@/features/price-rules/rule-pages";
import { ruleFormTexts } from "@/features/price-rules/texts";

export const metadata: Metadata = { title: ruleFormTexts.messages.title_new };

export default function Page() {
  return <NewPriceRulePage />;
}
