import type { Metadata } from "next";
import { ProductsPage } from "@/features/products/products-page";
import { productsTexts } from "@/features/products/texts";

export const metadata: Metadata = { title: productsTexts.messages.title };

export default function Page() {
  return <ProductsPage />;
}
