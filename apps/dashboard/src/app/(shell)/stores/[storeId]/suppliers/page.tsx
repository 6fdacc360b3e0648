import type { Metadata } from "next";
import { SuppliersPage } from "@/features/suppliers/suppliers-page";
import { suppliersTexts } from "@/features/suppliers/texts";

export const metadata: Metadata = { title: suppliersTexts.messages.title };

export default function Page() {
  return <SuppliersPage />;
}
