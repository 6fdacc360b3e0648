import type { Metadata } from "next";
import { ProfilePage } from "@/features/account/profile-page";
import { accountTexts } from "@/features/account/texts";

export const metadata: Metadata = { title: accountTexts.messages.profile };

export default function Page() {
  return <ProfilePage />;
}
