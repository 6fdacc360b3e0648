import type { Metadata } from "next";
import { NewProductPage } from "@/features/products/editor/editor-page";
import { editorTexts } from "@/features/products/editor/texts";

export const metadata: Metadata = { title: editorTexts.messages.new_title };

export default function Page() {
  return <NewProductPage />;
}
