import type { Metadata } from "next";
import { OrdersPage } from "@/features/orders/orders-page";
import { ordersTexts } from "@/features/orders/texts";

export const metadata: Metadata = { title: ordersTexts.messages.title };

export default function Page() {
  return <OrdersPage />;
}
