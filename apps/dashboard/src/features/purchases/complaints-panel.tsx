"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Status } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { withdrawDispute } from "@/api/elsewhere";
import { type Purchase, purchasesKey } from "@/api/purchases";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { elsewhereTexts } from "./elsewhere-texts";

type Complaint = Purchase["disputes"][number];

const LOOKS = {
  queued: { tone: "info", glyph: "circle" },
  sending: { tone: "info", glyph: "circle-half" },
  unknown: { tone: "warning", glyph: "circle" },
  open: { tone: "warning", glyph: "circle-half" },
  accepted: { tone: "success", glyph: "circle-full" },
  refused: { tone: "danger", glyph: "cross" },
  withdrawn: { tone: "idle", glyph: "cross" },
} as const satisfies Record<Complaint["status"], { tone: string; glyph: string }>;
const UNDECIDED: readonly Complaint["status"][] = ["queued", "unknown", "open"];

/** What was complained of at the supplier, what came of it, and the way back. */
export function ComplaintsPanel({
  purchase,
  mine,
  onAsked,
}: {
  purchase: Purchase;
  /** Whether one may take a complaint back. */
  mine: boolean;
  onAsked: () => void;
}) {
  const t = useTexts(elsewhereTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const [asking, setAsking] = useState<Complaint | null>(null);
  const supplier = purchase.supplier_name;
  const act = useMutation({
    mutationFn: (one: Complaint) => withdrawDispute(store.id, one.id),
    onSuccess: async () => {
      toast.success(t("back_done"));
      setAsking(null);
      onAsked();
      await client.invalidateQueries({ queryKey: purchasesKey(store.id) });
    },
  });
  if (purchase.disputes.length === 0) return null;
  const money = (amount: number, one: Complaint) =>
    formatMoney({ amount, currency: one.currency }, t.locale);
  return (
    <Panel>
      <PanelHeader title={t("complaints")} />
      <ul>
        {purchase.disputes.map((one) => (
          <li
            key={one.id}
            className="flex flex-col gap-3 border-t px-4 py-3 text-13 md:flex-row md:items-center"
          >
            <span className="grid min-w-0 flex-1 gap-0.5">
              <span className="flex flex-wrap items-center gap-x-3 font-medium">
                {t("complaint_of", {
                  when: formatDate(one.created_at, "day", t.locale, store.timezone),
                })}
                <Status {...LOOKS[one.status]}>{t(`complaint_${one.status}`)}</Status>
              </span>
              <span className="num text-12 text-muted">
                {one.refunded > 0
                  ? t("complaint_given", { amount: money(one.refunded, one) })
                  : t("complaint_asks", { amount: money(one.amount, one) })}
              </span>
              <span className="line-clamp-3 text-12 wrap-anywhere text-subtle">{one.message}</span>
              {one.answer ? (
                <span className="text-12 wrap-anywhere">
                  {t("complaint_answer", { supplier, answer: one.answer })}
                </span>
              ) : null}
              {one.withdraw_wanted && UNDECIDED.includes(one.status) ? (
                <span className="text-12 text-muted">{t("back_wanted")}</span>
              ) : null}
            </span>
            {mine && UNDECIDED.includes(one.status) && !one.withdraw_wanted ? (
              <Button onClick={() => setAsking(one)}>{t("back")}</Button>
            ) : null}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => {
          act.reset();
          if (!open) setAsking(null);
        }}
        title={t("back_title")}
        description={t("back_body", { supplier })}
        action={t("back")}
        pending={act.isPending}
        error={act.error ? troubleText(act.error, shell) : null}
        onConfirm={() => asking && act.mutate(asking)}
      />
    </Panel>
  );
}
