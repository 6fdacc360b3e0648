"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel } from "@ecomm/ui/panel";
import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, MessageSquareWarning } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { groundsQuery, otherWaysQuery } from "@/api/elsewhere";
import type { Purchase, PurchaseStatus } from "@/api/purchases";
import { useStore } from "@/features/stores/store-context";
import { Act } from "./act";
import { elsewhereTexts } from "./elsewhere-texts";

const SwapDialog = dynamic(() => import("./swap-dialog").then((part) => part.SwapDialog), {
  ssr: false,
});
const DisputeDialog = dynamic(() => import("./dispute-dialog").then((part) => part.DisputeDialog), {
  ssr: false,
});

const SWAPPED: readonly PurchaseStatus[] = ["queued", "awaiting_approval", "rejected", "cancelled"];
const COMPLAINED: readonly PurchaseStatus[] = ["paid", "shipped", "delivered", "disputed"];

/** What can be done with another supplier, or against this one. */
export function ElsewherePanel({ purchase, onAsked }: { purchase: Purchase; onAsked: () => void }) {
  const t = useTexts(elsewhereTexts);
  const store = useStore();
  const ways = useQuery({
    ...otherWaysQuery(store.id, purchase.id),
    enabled: SWAPPED.includes(purchase.status),
  });
  const grounds = useQuery({
    ...groundsQuery(store.id, purchase.id),
    enabled: COMPLAINED.includes(purchase.status),
  });
  const [open, setOpen] = useState<"swap" | "dispute" | null>(null);
  const lines = ways.data?.lines ?? [];
  const supplier = purchase.supplier_name;
  const complaints = grounds.data ?? [];
  if (lines.length === 0 && complaints.length === 0) return null;
  return (
    <Panel>
      <ul>
        {ways.data && lines.length > 0 ? (
          <Act icon={ArrowLeftRight} title={t("swap")} body={t("swap_note")}>
            <Button onClick={() => setOpen("swap")}>{t("swap_do")}</Button>
          </Act>
        ) : null}
        {complaints.length > 0 ? (
          <Act
            icon={MessageSquareWarning}
            title={t("dispute", { supplier })}
            body={t("dispute_note")}
          >
            <Button onClick={() => setOpen("dispute")}>{t("dispute_do")}</Button>
          </Act>
        ) : null}
      </ul>
      {open === "swap" && ways.data ? (
        <SwapDialog
          purchase={purchase}
          ways={ways.data}
          onAsked={onAsked}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open === "dispute" ? (
        <DisputeDialog
          purchase={purchase}
          grounds={complaints}
          onAsked={onAsked}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </Panel>
  );
}
