import type { Metadata } from "next";
import { ImportReviewPage } from "@/features/import-review/review-page";
import { goodsTexts } from "@/features/import-review/texts";

export const metadata: Metadata = { title: goodsTexts.messages.title };

export default function Page() {
  return <ImportReviewPage />;
}
