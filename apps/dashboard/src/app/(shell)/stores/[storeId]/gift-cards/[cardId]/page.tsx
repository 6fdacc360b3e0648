import type { Metadata } from "next";
import { GiftCardPage } from "@/features/gift-cards/gift-card-page";
import { giftCardsTexts } from "@/features/gift-cards/texts";

export const metadata: Metadata = { title: giftCardsTexts.messages.title };

export default function Page() {
  return <GiftCardPage />;
}
