"use client";

import { type MouseEvent, useEffect } from "react";
import { Icon } from "@/components/icon";
import { cart as words } from "@/messages/en/cart";
import { CartDrawerHost } from "./drawer-host";
import { openDrawer, startCart, useCart } from "./store";

/** The bag in the bar: a link to the bag page that opens the drawer where it can. */
export function CartButton({ slug, locale }: { slug: string; locale: string }) {
  const { count } = useCart();
  useEffect(() => startCart(slug), [slug]);

  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (window.location.pathname === "/cart") return;
    event.preventDefault();
    openDrawer();
  };

  return (
    <>
      <a className="icon-btn" href="/cart" aria-label={words.openBag(count)} onClick={open}>
        <Icon name="bag" />
        {count > 0 && (
          <span className="count num" aria-hidden="true">
            {count > 99 ? "99+" : count}
          </span>
        )}
      </a>
      <CartDrawerHost locale={locale} />
    </>
  );
}
