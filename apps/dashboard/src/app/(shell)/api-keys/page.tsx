import type { Metadata } from "next";
import { KeysPage } from "@/features/api-keys/keys-page";
import { keysTexts } from "@/features/api-keys/texts";

export const metadata: Metadata = { title: keysTexts.messages.title };

export default function Page() {
  return <KeysPage />;
}
