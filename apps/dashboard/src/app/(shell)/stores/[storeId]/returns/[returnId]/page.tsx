import type { Metadata } from "next";
import { afterTexts } from "@/features/orders/after-texts";
import { ReturnPage } from "@/features/returns/return-page";

export const metadata: Metadata = { title: afterTexts.messages.returns };

export default function Page() {
  return <ReturnPage />;
}
