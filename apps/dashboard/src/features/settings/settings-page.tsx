"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { useEffect } from "react";
import { SellerPanel } from "@/features/papers/seller-panel";
import { useStore } from "@/features/stores/store-context";
import { useMaySee } from "@/shell/may";
import { DeleteStore } from "./delete-store";
import { ShippingPanel } from "./shipping-panel";
import { StoreForm } from "./store-form";
import { TaxPanel } from "./tax-panel";
import { settingsTexts } from "./texts";

/** Everything one sets about a store. */
export function SettingsPage() {
  const t = useTexts(settingsTexts);
  const store = useStore();
  const sees = useMaySee();

  // The page is drawn after it is loaded, so the browser's own jump to `#shipping` comes too early.
  useEffect(() => {
    const target = window.location.hash.slice(1);
    if (target) document.getElementById(target)?.scrollIntoView();
  }, []);

  return (
    <Page className="mx-auto max-w-220 flex-1">
      <PageHeader title={t("title")} />
      <StoreForm key={store.id} store={store}>
        <ShippingPanel store={store} />
        {sees("pricing") ? <TaxPanel store={store} /> : null}
        {sees("orders") ? <SellerPanel store={store} /> : null}
        <DeleteStore store={store} />
      </StoreForm>
    </Page>
  );
}
