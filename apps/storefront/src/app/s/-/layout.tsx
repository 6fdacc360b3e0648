import type { Metadata } from "next";
import type { ReactNode } from "react";
import "@/styles/index.css";

export const metadata: Metadata = { robots: { index: false } };

/** Pages of the platform's own host, where there is no store. They bring their own document. */
export default function PlatformLayout({ children }: { children: ReactNode }) {
  return children;
}
