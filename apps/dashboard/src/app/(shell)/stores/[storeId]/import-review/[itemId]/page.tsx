import type { Metadata } from "next";
import { ImportItemPage } from "@/features/import-review/item-page";
import { goodsTexts } from "@/features/import-review/texts";

export const metadata: Metadata = { title: goodsTexts.messages.title };

export default function Page() {
  return <ImportItemPage />;
}
