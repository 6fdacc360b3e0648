import type { Metadata } from "next";
import { TeamPage } from "@/features/team/team-page";
import { teamTexts } from "@/features/team/texts";

export const metadata: Metadata = { title: teamTexts.messages.title };

export default function Page() {
  return <TeamPage />;
}
