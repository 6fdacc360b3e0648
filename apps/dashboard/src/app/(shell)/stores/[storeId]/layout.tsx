import type { ReactNode } from "react";
import { StoreGate } from "@/features/stores/store-context";

export default async function StoreLayout({
  params,
  children,
}: {
  params: Promise<{ storeId: string }>;
  children: ReactNode;
}) {
  const { storeId } = await params;
  return <StoreGate storeId={storeId}>{children}</StoreGate>;
}
