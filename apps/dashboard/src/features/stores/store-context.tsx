"use client";

import { Button } from "@ecomm/ui/button";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState, ErrorState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import { type Store, storeQuery } from "@/api/stores";
import { shellTexts } from "@/shell/texts";
import { isMissing, loadError } from "@/shell/trouble";

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

  const known = store.data?.id;
  useEffect(() => {
    if (!known) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari < 18.4
    document.cookie = `ecomm_store=${known}; Path=/; Max-Age=31536000; SameSite=Lax`;
  }, [known]);

  if (store.data) return <StoreContext value={store.data}>{children}</StoreContext>;
  if (isMissing(store.error)) {
    return (
      <Page>
        <EmptyState
          drawing={<ShopDrawing />}
          title={t("store_missing_title")}
          actions={
            <Button asChild variant="primary">
              <Link href="/stores">{t("store_missing_action")}</Link>
            </Button>
          }
        >
          {t("store_missing_body")}
        </EmptyState>
      </Page>
    );
  }
  const error = loadError(store, t);
  return (
    <Page>
      {error ? (
        <div className="rounded-panel inset-ring inset-ring-border">
          <ErrorState
            onRetry={error.retry}
            {...(error.reference ? { reference: error.reference } : {})}
          >
            {error.text}
          </ErrorState>
        </div>
      ) : (
        <div aria-busy="true">
          <Skeleton className="mb-6 h-5 w-40" />
          <div className="grid gap-5 rounded-panel p-4 inset-ring inset-ring-border">
            {["w-64", "w-48", "w-72", "w-56"].map((width) => (
              <Skeleton key={width} className={width} />
            ))}
          </div>
        </div>
      )}
    </Page>
  );
}
