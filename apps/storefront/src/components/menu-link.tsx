import type { MenuLine } from "@/lib/api-types";
import { PageLink, ShopLink } from "./shop-link";

/** A line of a menu: a page of the shop, or an address elsewhere. */
export function MenuLink({ line }: { line: Pick<MenuLine, "href" | "label"> }) {
  if (line.href.startsWith("/")) return <ShopLink href={line.href}>{line.label}</ShopLink>;
  return (
    <PageLink href={line.href} rel="noopener">
      {line.label}
    </PageLink>
  );
}
