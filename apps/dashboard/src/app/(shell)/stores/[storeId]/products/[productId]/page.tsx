import type { Metadata } from "next";
import { EditProductPage } from "@/features/products/editor/editor-page";
import { productsTexts } from "@/features/products/texts";

export const metadata: Metadata = { title: productsTexts.messages.col_product };

export default function Page() {
  return <EditProductPage />;
}
