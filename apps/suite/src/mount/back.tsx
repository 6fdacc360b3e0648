import "@/mount/back.css";
import type { ProductFace } from "@ecomm/suite-kit/product";
import { directionOf } from "@ecomm/ui/catalogue";
import { LocaleProvider } from "@ecomm/ui/i18n";
import { readTheme, THEME_COOKIE, themeAttribute } from "@ecomm/ui/lib/theme";
import { Toaster } from "@ecomm/ui/toast";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { QueryProvider } from "@/api/provider";
import { Ground } from "@/frame/ground";
import { placeOf } from "@/server/place";
import { mailboxUrl } from "@/server/settings";
import { geist, geistExtended } from "./fonts";
import { LOCALE } from "./locale";

/** The document around sign-in and the dashboard: light or dark, the tokens of the back offices. */
export async function BackDocument({
  product,
  children,
}: {
  product: ProductFace;
  children: ReactNode;
}) {
  await connection(); // every page carries a nonce of its own request
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  const { base } = await placeOf();
  const { name, title } = product;
  return (
    <html
      lang={LOCALE}
      dir={directionOf(LOCALE)}
      data-face={name}
      {...themeAttribute(theme)}
      className={`${geist.variable} ${geistExtended.variable} ${product.fonts}`}
      suppressHydrationWarning
    >
      <body>
        <LocaleProvider locale={LOCALE}>
          <QueryProvider>
            <Ground place={{ name, title, base, mailboxUrl: mailboxUrl(process.env, name) }}>
              {children}
            </Ground>
          </QueryProvider>
          <Toaster />
        </LocaleProvider>
      </body>
    </html>
  );
}

export function backMetadata(product: Pick<ProductFace, "title">): Metadata {
  return {
    title: { default: product.title, template: `%s · ${product.title}` },
    robots: { index: false, follow: false },
  };
}

/** As the app shell remembers it; the dashboard reads the same cookie. */
export async function sidebarIsNarrow(): Promise<boolean> {
  return (await cookies()).get("ecomm_sidebar")?.value === "narrow";
}
