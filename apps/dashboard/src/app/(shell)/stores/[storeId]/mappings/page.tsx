import type { Metadata } from "next";
import { MappingsPage } from "@/features/mappings/mappings-page";
import { mappingsTexts } from "@/features/mappings/texts";

export const metadata: Metadata = { title: mappingsTexts.messages.title };

export default function Page() {
  return <MappingsPage />;
}
