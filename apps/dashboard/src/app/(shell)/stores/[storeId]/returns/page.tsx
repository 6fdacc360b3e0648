import type { Metadata } from "next";
import { afterTexts } from "@/features/orders/after-texts";
import { ReturnsPage } from "@/features/returns/returns-page";

export const metadata: Metadata = { title: afterTexts.messages.returns };

export default function Page() {
  return <ReturnsPage />;
}
