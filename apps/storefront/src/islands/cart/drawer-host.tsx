"use client";

import { type ComponentType, useEffect, useState } from "react";
import { addressHere } from "@/messages/client";
import { useCart } from "./store";

/** Loads the drawer when it is first wanted: a shopper who only looks never pays for it. */
export function CartDrawerHost({ locale }: { locale: string }) {
  const { drawer } = useCart();
  const [Drawer, setDrawer] = useState<ComponentType<{ locale: string }> | null>(null);

  useEffect(() => {
    if (!drawer || Drawer) return;
    let wanted = true;
    import("./drawer").then(
      (module) => wanted && setDrawer(() => module.CartDrawer),
      // The drawer's file did not come: the bag page shows the same.
      () => window.location.assign(addressHere("/cart")),
    );
    return () => {
      wanted = false;
    };
  }, [drawer, Drawer]);

  return Drawer ? <Drawer locale={locale} /> : null;
}
