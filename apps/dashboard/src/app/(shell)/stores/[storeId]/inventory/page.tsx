import type { Metadata } from "next";
import { InventoryPage } from "@/features/inventory/inventory-page";
import { inventoryTexts } from "@/features/inventory/texts";

export const metadata: Metadata = { title: inventoryTexts.messages.title };

export default function Page() {
  return <InventoryPage />;
}
