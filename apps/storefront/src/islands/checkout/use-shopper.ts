"use client";

import { useEffect, useState } from "react";
import type { Customer, SavedAddress } from "@/lib/api-types";
import { isSignedIn } from "../account/state";
import { call } from "../call";

/** Who checks out, as far as this browser is signed in. */
export type Shopper =
  | { kind: "guest" }
  | { kind: "loading" }
  /** Signed in once, and no more: everything goes on as for a guest. */
  | { kind: "expired" }
  | { kind: "known"; me: Customer; addresses: SavedAddress[] };

/** The signed-in shopper with the address book. Asks nothing for a guest. */
export function useShopper(slug: string): Shopper {
  const [shopper, setShopper] = useState<Shopper>({ kind: "guest" });
  useEffect(() => {
    if (!isSignedIn(slug)) return;
    let wanted = true;
    setShopper({ kind: "loading" });
    void (async () => {
      const [me, book] = await Promise.all([
        call<Customer>("/api/account/me"),
        call<SavedAddress[]>("/api/account/me/addresses"),
      ]);
      if (!wanted) return;
      if (me.ok) {
        setShopper({ kind: "known", me: me.data, addresses: book.ok ? book.data : [] });
      } else setShopper({ kind: me.problem.status === 401 ? "expired" : "guest" });
    })();
    return () => {
      wanted = false;
    };
  }, [slug]);
  return shopper;
}

/** The address to begin with: the one for deliveries, else the first of the book. */
export function firstAddress(
  addresses: readonly SavedAddress[],
  offered: (country: string) => boolean,
): SavedAddress | null {
  const possible = addresses.filter((address) => offered(address.country));
  return possible.find((address) => address.default_shipping) ?? possible[0] ?? null;
}
