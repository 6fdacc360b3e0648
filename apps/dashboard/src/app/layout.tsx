import { LocaleProvider } from "@ecomm/ui/i18n";
import { readTheme, THEME_COOKIE, themeAttribute } from "@ecomm/ui/lib/theme";
import { Toaster } from "@ecomm/ui/toast";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { QueryProvider } from "@/api/provider";
import { geist, geistExtended } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Ecomm", template: "%s · Ecomm" },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection(); // every page carries a nonce of its own request
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html
      lang="en"
      dir="ltr"
      {...themeAttribute(theme)}
      className={`${geist.variable} ${geistExtended.variable}`}
      suppressHydrationWarning
    >
      <body>
        <LocaleProvider locale="en">
          <QueryProvider>{children}</QueryProvider>
          <Toaster />
        </LocaleProvider>
      </body>
    </html>
  );
}
