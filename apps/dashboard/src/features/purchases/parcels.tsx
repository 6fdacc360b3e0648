"use client";

import { IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Copy, Truck } from "lucide-react";
import type { Purchase } from "@/api/purchases";
import type { Store } from "@/api/stores";
import { copyText } from "@/features/orders/parcels";
import { momentText } from "./hero";
import { purchasePageTexts } from "./texts";

/** Where what was bought is; nothing before it was placed. */
export function ParcelsPanel({ purchase, store }: { purchase: Purchase; store: Store }) {
  const t = useTexts(purchasePageTexts);
  const waits = ["paid", "shipped", "delivered"].includes(purchase.status);
  if (purchase.parcels.length === 0 && !waits) return null;
  return (
    <Panel>
      <PanelHeader title={t("parcels")} />
      {purchase.parcels.length === 0 ? (
        <p className="px-4 pb-4 text-13 text-muted">
          {t("parcels_none", { supplier: purchase.supplier_name })}
        </p>
      ) : (
        <ul>
          {purchase.parcels.map((parcel) => (
            <li
              key={parcel.tracking_number}
              className="flex min-w-0 items-center gap-3 border-t px-4 py-3 text-13"
            >
              <Truck className="size-4 shrink-0 text-muted" aria-hidden />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">
                  {parcel.tracking_url ? (
                    <a
                      href={parcel.tracking_url}
                      target="_blank"
                      rel="noreferrer"
                      aria-label={t("parcel_track", { number: parcel.tracking_number })}
                      className="num rounded-xs text-accent hover:underline"
                    >
                      {parcel.tracking_number}
                    </a>
                  ) : (
                    <span className="num">{parcel.tracking_number}</span>
                  )}
                </span>
                <span className="block truncate text-12 text-subtle">{parcel.carrier}</span>
              </span>
              <span className="num text-end text-12 text-muted">
                {parcel.last_movement_at
                  ? t("parcel_moved", {
                      when: momentText(parcel.last_movement_at, t.locale, store.timezone),
                    })
                  : t("parcel_none")}
              </span>
              <IconButton
                label={`${t("copy")} ${parcel.tracking_number}`}
                size="icon-sm"
                onClick={() =>
                  copyText(parcel.tracking_number, t("copied"), parcel.tracking_number)
                }
              >
                <Copy aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
