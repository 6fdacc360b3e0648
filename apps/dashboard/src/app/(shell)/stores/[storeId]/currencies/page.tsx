import type { Metadata } from "next";
import { CurrenciesPage } from "@/features/currencies/currencies-page";
import { currencyTexts } from "@/features/currencies/texts";

export const metadata: Metadata = { title: currencyTexts.messages.title };

export default function Page() {
  return <CurrenciesPage />;
}
