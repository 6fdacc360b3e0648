"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sellerQuery } from "@/api/papers";
import type { Store } from "@/api/stores";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { SellerDialog } from "./seller-dialog";
import { paperTexts } from "./texts";

/** Who the store's invoices are from. */
export function SellerPanel({ store }: { store: Store }) {
  const t = useTexts(paperTexts);
  const shell = useTexts(shellTexts);
  const may = useMay();
  const seller = useQuery(sellerQuery(store.id));
  const [editing, setEditing] = useState(false);
  const error = loadError(seller, shell);
  const found = seller.data;
  return (
    <Panel id="invoices" className="scroll-mt-16">
      <PanelHeader
        title={t("seller")}
        note={t("seller_note")}
        end={
          may("order_settings") && found ? (
            <Button size="sm" onClick={() => setEditing(true)}>
              {t("seller_edit")}
            </Button>
          ) : null
        }
      />
      {error ? (
        <LoadError error={error} />
      ) : found === undefined ? (
        <div className="px-4 pb-4" aria-busy="true">
          <Skeleton className="w-52" />
        </div>
      ) : found.name && found.address ? (
        <div className="px-4 pb-4 text-13 break-words">
          <span className="block font-medium">{found.name}</span>
          <span className="block whitespace-pre-line">{found.address}</span>
          {found.tax_id ? <span className="num block">{found.tax_id}</span> : null}
          {found.set ? null : (
            <span className="block text-12 text-subtle">{t("seller_default")}</span>
          )}
        </div>
      ) : (
        <p className="px-4 pb-4 text-13 text-warning">{t("seller_missing")}</p>
      )}
      {editing && found ? (
        <SellerDialog store={store} seller={found} onClose={() => setEditing(false)} />
      ) : null}
    </Panel>
  );
}
