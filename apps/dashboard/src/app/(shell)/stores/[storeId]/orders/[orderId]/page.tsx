import type { Metadata } from "next";
import { OrderPage } from "@/features/orders/order-page";
import { ordersTexts } from "@/features/orders/texts";

export const metadata: Metadata = { title: ordersTexts.messages.title };

export default function Page() {
  return <OrderPage />;
}
