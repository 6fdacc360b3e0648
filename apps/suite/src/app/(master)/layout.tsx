import type { ReactNode } from "react";
import { masterTexts } from "@/master/texts";
import { SiteDocument, siteMetadata } from "@/mount/site";
import "@/master/master.css";

export const metadata = siteMetadata({
  title: masterTexts.messages.brand,
  description: masterTexts.messages.description,
});

export default function Layout({ children }: { children: ReactNode }) {
  return <SiteDocument product={{ name: "ecomm", fonts: "" }}>{children}</SiteDocument>;
}
