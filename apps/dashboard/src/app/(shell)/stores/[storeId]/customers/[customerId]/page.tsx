import type { Metadata } from "next";
import { CustomerPage } from "@/features/customers/customer-page";
import { customersTexts } from "@/features/customers/texts";

export const metadata: Metadata = { title: customersTexts.messages.title };

export default function Page() {
  return <CustomerPage />;
}
