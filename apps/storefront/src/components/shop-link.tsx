import Link from "next/link";
import type { ComponentProps } from "react";

/**
 * A link inside the shop. Never prefetched: a page of cards would otherwise ask for every product
 * it shows.
 */
export function ShopLink(props: Omit<ComponentProps<typeof Link>, "prefetch">) {
  return <Link {...props} prefetch={false} />;
}
