import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "@/frame/shell";
import { deployment } from "@/server/settings";

export default async function ShellLayout({ children }: { children: ReactNode }) {
  const narrow = (await cookies()).get("ecomm_sidebar")?.value === "narrow";
  return (
    <Shell deployment={deployment()} narrow={narrow}>
      {children}
    </Shell>
  );
}
