"use client";

import { ShopDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import { meQuery } from "@/api/account";
import { type Store, storeQuery } from "@/api/stores";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";

const StoreContext = createContext<Store | null>(null);

/** The store whose pages these are. Only below StoreGate. */
export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error("useStore() outside of a store's pages");
  return store;
}

/** Loads a store for its pages; says so where it does not exist or does not load. */
export function StoreGate({ storeId, children }: { storeId: string; children: ReactNode }) {
  const t = useTexts(shellTexts);
  const store = useQuery(storeQuery(storeId));
  const me = useQuery(meQuery);

  const known = store.data?.id;
  useEffect(() => {
    if (!known) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari < 18.4
    document.cookie = `ecomm_store=${known}; Path=/; Max-Age=31536000; SameSite=Lax`;
  }, [known]);

  return (
    <OneThing
      // Both or nothing: the role decides what the pages show of the store.
      query={{
        data: me.data ? store.data : undefined,
        error: store.error ?? me.error,
        refetch: () => Promise.all([store.refetch(), me.refetch()]),
      }}
      missing={{
        drawing: <ShopDrawing />,
        title: t("store_missing_title"),
        body: t("store_missing_body"),
        action: t("store_missing_action"),
        href: "/stores",
      }}
      skeleton={
        <>
          <Skeleton className="mb-6 h-5 w-40" />
          <div className="grid gap-5 rounded-panel p-4 inset-ring inset-ring-border">
            {["w-64", "w-48", "w-72", "w-56"].map((width) => (
              <Skeleton key={width} className={width} />
            ))}
          </div>
        </>
      }
    >
      {(found) => <StoreContext value={found}>{children}</StoreContext>}
    </OneThing>
  );
}
