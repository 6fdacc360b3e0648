import type { Metadata } from "next";
import { GiftCardsPage } from "@/features/gift-cards/gift-cards-page";
import { giftCardsTexts } from "@/features/gift-cards/texts";

export const metadata: Metadata = { title: giftCardsTexts.messages.title };

export default function Page() {
  return <GiftCardsPage />;
}
