import type { Metadata } from "next";
import { CartsPage } from "@/features/customers/carts-page";
import { cartsTexts } from "@/features/customers/texts";

export const metadata: Metadata = { title: cartsTexts.messages.title };

export default function Page() {
  return <CartsPage />;
}
