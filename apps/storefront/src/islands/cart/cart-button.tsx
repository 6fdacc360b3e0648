"use client";

import { type MouseEvent, useEffect } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { PageLink } from "@/components/shop-link";
import { currencyCookie } from "@/lib/variant";
import { addressHere } from "@/messages/client";

import { sayLive } from "../live";
import { CartDrawerHost } from "./drawer-host";
import { openDrawer, startCart, useCart } from "./store";

/** The bag in the bar: a link to the bag page that opens the drawer where it can. */
export function CartButton({ slug, locale }: { slug: string; locale: string }) {
  const words = useWords("cart");
  const { count } = useCart();
  useEffect(() => {
    startCart(slug);
    // The bar is on every page to look around in.
    sayLive();
    // A page out of the browser's history may be older than the choice of a currency.
    const look = (event: PageTransitionEvent) => {
      const [, kept = ""] = document.cookie.split(`${currencyCookie(slug)}=`);
      const shown = document.documentElement.dataset.currency;
      if (event.persisted && kept.split(";")[0] !== shown) window.location.reload();
    };
    window.addEventListener("pageshow", look);
    return () => window.removeEventListener("pageshow", look);
  }, [slug]);

  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (window.location.pathname === addressHere("/cart")) return;
    event.preventDefault();
    openDrawer();
  };

  return (
    <>
      <PageLink className="icon-btn" href="/cart" aria-label={words.openBag(count)} onClick={open}>
        <Icon name="bag" />
        {count > 0 && (
          <span className="count num" aria-hidden="true">
            {count > 99 ? "99+" : count}
          </span>
        )}
      </PageLink>
      <CartDrawerHost locale={locale} />
    </>
  );
}
