import "@ecomm/suite-kit/landing.css";
import type { ProductFace } from "@ecomm/suite-kit/product";
import { directionOf } from "@ecomm/ui/catalogue";
import type { Metadata } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { geist, geistMono } from "./fonts";
import { LOCALE } from "./locale";

/** The document around what everybody may read: no theme, no back office, its own stylesheet. */
export async function SiteDocument({
  product,
  children,
}: {
  product: Pick<ProductFace, "name" | "fonts">;
  children: ReactNode;
}) {
  await connection(); // every page carries a nonce of its own request
  return (
    <html
      lang={LOCALE}
      dir={directionOf(LOCALE)}
      data-face={product.name}
      className={`${geist.variable} ${geistMono.variable} ${product.fonts}`}
    >
      <body>{children}</body>
    </html>
  );
}

export function siteMetadata(product: Pick<ProductFace, "title" | "description">): Metadata {
  const { title, description } = product;
  return {
    title: { default: title, template: `%s · ${title}` },
    description,
    openGraph: { title, description, type: "website", siteName: title },
  };
}
