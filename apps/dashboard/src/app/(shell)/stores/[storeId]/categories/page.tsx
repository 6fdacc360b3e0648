import type { Metadata } from "next";
import { CategoriesPage } from "@/features/categories/categories-page";
import { categoriesTexts } from "@/features/categories/texts";

export const metadata: Metadata = { title: categoriesTexts.messages.title };

export default function Page() {
  return <CategoriesPage />;
}
