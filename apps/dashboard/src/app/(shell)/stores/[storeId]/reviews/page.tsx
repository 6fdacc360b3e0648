import type { Metadata } from "next";
import { ReviewsPage } from "@/features/reviews/reviews-page";
import { reviewsTexts } from "@/features/reviews/texts";

export const metadata: Metadata = { title: reviewsTexts.messages.title };

export default function Page() {
  return <ReviewsPage />;
}
