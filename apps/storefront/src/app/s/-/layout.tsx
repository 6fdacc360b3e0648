import type { Metadata } from "next";
import type { ReactNode } from "react";
import { favicon } from "@/theme/favicon";
import { readTheme } from "@/theme/theme";
import "@/styles/index.css";

export const metadata: Metadata = {
  robots: { index: false },
  icons: { icon: { url: favicon("", readTheme(null)), type: "image/svg+xml" } },
};

/** Pages of the platform's own host, where there is no store. They bring their own document. */
export default function PlatformLayout({ children }: { children: ReactNode }) {
  return children;
}
