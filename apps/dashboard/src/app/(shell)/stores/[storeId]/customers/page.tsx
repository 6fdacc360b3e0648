import type { Metadata } from "next";
import { CustomersPage } from "@/features/customers/customers-page";
import { customersTexts } from "@/features/customers/texts";

export const metadata: Metadata = { title: customersTexts.messages.title };

export default function Page() {
  return <CustomersPage />;
}
