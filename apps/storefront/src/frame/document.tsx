import type { ReactNode } from "react";
import { direction } from "@/lib/countries";
import { fontsFor } from "@/theme/fonts";
import { type ShopTheme, themeCss } from "@/theme/theme";

export interface DocumentProps {
  theme: ShopTheme;
  locale: string;
  /** What prices are in, where that is not the shop's own; islands read it from the document. */
  currency?: string;
  /** Whether prices include tax; islands read it from the document. */
  taxIncluded?: boolean;
  /**
   * HTTP status, where it is not 200. A cached page cannot set one itself: the server does when it
   * sends the page (server/reply.mjs).
   */
  status?: 404 | 503;
  children: ReactNode;
}

/** The document every page stands in, dressed by its theme. */
export function Document({
  theme,
  locale,
  currency = "",
  taxIncluded = true,
  status,
  children,
}: DocumentProps) {
  const fonts = fontsFor(theme.display_font, theme.text_font);
  return (
    <html
      lang={locale}
      dir={direction(locale)}
      className={fonts.className}
      data-preset={theme.preset}
      data-card={theme.card_style}
      data-button={theme.button_style}
      data-density={theme.density}
      data-motion={theme.motion}
      data-night={theme.dark_tokens ? "yes" : "no"}
      data-currency={currency}
      data-tax={taxIncluded ? "included" : "added"}
    >
      {/* biome-ignore lint/style/noHeadElement: a root layout writes the head itself */}
      <head>
        {status && <meta name="ecomm:status" content={String(status)} />}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: validated colours, numbers and words of closed lists only */}
        <style dangerouslySetInnerHTML={{ __html: themeCss(theme) + fonts.css }} />
      </head>
      <body>{children}</body>
    </html>
  );
}
