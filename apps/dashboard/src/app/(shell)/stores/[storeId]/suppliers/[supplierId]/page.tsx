import type { Metadata } from "next";
import { SupplierPage } from "@/features/suppliers/supplier-page";
import { suppliersTexts } from "@/features/suppliers/texts";

export const metadata: Metadata = { title: suppliersTexts.messages.title };

export default function Page() {
  return <SupplierPage />;
}
