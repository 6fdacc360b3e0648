import Link from "next/link";
import type { ComponentProps } from "react";
import { usePrefix } from "#words";

/** An address of the shop in the page's language; others as they are. */
function inLanguage(prefix: string, href: string): string {
  if (prefix === "" || !/^\/(?![/\\])/.test(href)) return href;
  return href.replace(/^\/(?=$|[?#])|^(?=\/)/, prefix);
}

/**
 * A link inside the shop. Never prefetched: a page of cards would otherwise ask for every product
 * it shows.
 */
export function ShopLink({
  href,
  ...rest
}: Omit<ComponentProps<typeof Link>, "prefetch" | "href"> & { href: string }) {
  return <Link {...rest} href={inLanguage(usePrefix(), href)} prefetch={false} />;
}

/** The same as a visit of its own: for pages that a browser fills, and for islands. */
export function PageLink({ href, children, ...rest }: ComponentProps<"a"> & { href: string }) {
  return (
    <a {...rest} href={inLanguage(usePrefix(), href)}>
      {children}
    </a>
  );
}
