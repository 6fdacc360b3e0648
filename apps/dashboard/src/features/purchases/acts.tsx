"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ban, Check, ExternalLink, Lock, Mail, RotateCw, Search, SearchCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { orderQuery } from "@/api/orders";
import {
  actOnPurchase,
  type Purchase,
  type PurchaseAct,
  purchaseQuery,
  purchasesKey,
} from "@/api/purchases";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { Act } from "./act";
import { type ActKey, cancelling } from "./state";
import { purchasePageTexts } from "./texts";

const ClaimDialog = dynamic(() => import("./dialogs").then((part) => part.ClaimDialog), {
  ssr: false,
});
const MessageDialog = dynamic(() => import("./dialogs").then((part) => part.MessageDialog), {
  ssr: false,
});

interface Props {
  purchase: Purchase;
  /** A supplier was asked something: the page looks for the answer. */
  onAsked: () => void;
}

/** Decides, shows the answer, and tells what happens now. */
function useAct({ purchase, onAsked }: Props, onDone: () => void) {
  const t = useTexts(purchasePageTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const number = String(purchase.number);
  const before = cancelling(purchase);
  return useMutation({
    mutationFn: (act: PurchaseAct) => actOnPurchase(store.id, purchase.id, act),
    onSuccess: async (saved, act) => {
      const words: Record<PurchaseAct, string> = {
        approve: t("approve_done"),
        retry: t("retry_done"),
        "look-up": t("look_done", { supplier: purchase.supplier_name }),
        cancel: t(before === "now" ? "cancel_done" : "cancel_asked", { number }),
      };
      toast.success(words[act]);
      onDone();
      onAsked();
      client.setQueryData(purchaseQuery(store.id, purchase.id).queryKey, saved);
      await Promise.all([
        client.invalidateQueries({ queryKey: [...purchasesKey(store.id), "list"] }),
        client.invalidateQueries({ queryKey: [...purchasesKey(store.id), "of-order"] }),
        client.invalidateQueries({ queryKey: ["store", store.id, "overview"] }),
        client.invalidateQueries({ queryKey: orderQuery(store.id, purchase.order_id).queryKey }),
      ]);
    },
    onError: (error, act) => {
      if (act === "look-up") toast.error(troubleText(error, shell));
    },
  });
}

/** The act that leads on, at the top of the page. */
export function LeadingAct({ purchase, act, onAsked }: Props & { act: ActKey }) {
  const t = useTexts(purchasePageTexts);
  const [asking, setAsking] = useState(false);
  const look = useAct({ purchase, onAsked }, () => setAsking(false));
  if (act === "look-up") {
    const lost = purchase.status === "unknown" || purchase.status === "placing";
    return (
      <Button
        variant={lost ? "primary" : "default"}
        pending={look.isPending}
        onClick={() => look.mutate("look-up")}
      >
        <SearchCheck aria-hidden />
        {lost ? t("act_look") : t("act_look_placed", { supplier: purchase.supplier_name })}
      </Button>
    );
  }
  if (act !== "approve" && act !== "retry") return null;
  return (
    <>
      <Button variant="primary" onClick={() => setAsking(true)}>
        {act === "approve" ? <Check aria-hidden /> : <RotateCw aria-hidden />}
        <DoText purchase={purchase} act={act} />
      </Button>
      {asking ? (
        <AskDialog {...{ purchase, act, onAsked }} onClose={() => setAsking(false)} />
      ) : null}
    </>
  );
}

function useTotal(purchase: Purchase): string {
  const t = useTexts(purchasePageTexts);
  return formatMoney({ amount: purchase.total, currency: purchase.currency }, t.locale);
}

function DoText({ purchase, act }: { purchase: Purchase; act: PurchaseAct }): ReactNode {
  const t = useTexts(purchasePageTexts);
  const total = useTotal(purchase);
  const number = String(purchase.number);
  if (act === "approve") return t("act_approve_do", { total });
  if (act === "cancel") return t(`act_cancel_${cancelling(purchase) ?? "now"}_do`, { number });
  return t("act_retry_do");
}

/** Says what will happen, and asks. */
function AskDialog({
  purchase,
  act,
  onAsked,
  onClose,
}: Props & { act: "approve" | "retry" | "cancel"; onClose: () => void }) {
  const t = useTexts(purchasePageTexts);
  const shell = useTexts(shellTexts);
  const run = useAct({ purchase, onAsked }, onClose);
  const total = useTotal(purchase);
  const words = {
    approve: t(purchase.reason === "cost_risen" ? "act_approve_cost" : "act_approve_body", {
      total,
    }),
    retry: t("act_retry_body"),
    cancel: t(`act_cancel_${cancelling(purchase) ?? "now"}_body`, {
      supplier: purchase.supplier_name,
    }),
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      danger={act === "cancel"}
      title={t(`${act}_title`, { number: String(purchase.number) })}
      description={words[act]}
      action={<DoText purchase={purchase} act={act} />}
      keep={t("keep")}
      pending={run.isPending}
      error={run.error ? troubleText(run.error, shell) : null}
      onConfirm={() => run.mutate(act)}
    />
  );
}

/** Everything a person may do about it, each with what comes of it. */
export function ActsPanel({ purchase, acts, onAsked }: Props & { acts: readonly ActKey[] }) {
  const t = useTexts(purchasePageTexts);
  const [open, setOpen] = useState<"approve" | "retry" | "cancel" | "claim" | "message" | null>(
    null,
  );
  const look = useAct({ purchase, onAsked }, () => setOpen(null));
  const supplier = purchase.supplier_name;
  const unknown = purchase.status === "unknown";
  const cancel = cancelling(purchase);
  const total = useTotal(purchase);
  const close = () => setOpen(null);
  const { payment_url: pay } = purchase;
  if (acts.length === 0 && !pay) return null;
  return (
    <Panel>
      <PanelHeader
        title={t(unknown ? "acts_safe" : "acts_title")}
        note={unknown ? t("acts_safe_note") : null}
      />
      <ul>
        {acts.includes("approve") ? (
          <Act
            icon={Check}
            title={t("act_approve")}
            body={t(purchase.reason === "cost_risen" ? "act_approve_cost" : "act_approve_body", {
              total,
            })}
          >
            <Button onClick={() => setOpen("approve")}>{t("act_approve_do", { total })}</Button>
          </Act>
        ) : null}
        {acts.includes("retry") ? (
          <Act icon={RotateCw} title={t("act_retry")} body={t("act_retry_body")}>
            <Button onClick={() => setOpen("retry")}>{t("act_retry_do")}</Button>
          </Act>
        ) : null}
        {pay ? (
          <Act icon={ExternalLink} title={t("act_pay")} body={t("act_pay_body", { supplier })}>
            <Button asChild>
              <a href={pay} target="_blank" rel="noreferrer">
                {t("act_pay_do")}
              </a>
            </Button>
          </Act>
        ) : null}
        {acts.includes("look-up") && !unknown ? (
          <Act icon={Search} title={t("act_look_placed", { supplier })} body={t("act_look_body")}>
            <Button pending={look.isPending} onClick={() => look.mutate("look-up")}>
              {t("act_look")}
            </Button>
          </Act>
        ) : null}
        {acts.includes("claim") ? (
          <>
            <Act icon={SearchCheck} title={t("act_claim", { supplier })} body={t("act_claim_body")}>
              <Button onClick={() => setOpen("claim")}>{t("act_claim_do")}</Button>
            </Act>
            <Act icon={Mail} title={t("act_message", { supplier })} body={t("act_message_body")}>
              <Button onClick={() => setOpen("message")}>{t("act_message_do")}</Button>
            </Act>
          </>
        ) : null}
        {cancel ? (
          <Act
            icon={Ban}
            title={t(`act_cancel_${cancel}`)}
            body={t(`act_cancel_${cancel}_body`, { supplier })}
          >
            <Button onClick={() => setOpen("cancel")}>
              <DoText purchase={purchase} act="cancel" />
            </Button>
          </Act>
        ) : null}
        {unknown ? (
          <>
            <Act icon={Lock} title={t("act_again")} body={t("act_again_body")}>
              <Button disabled>{t("act_again_do")}</Button>
            </Act>
            <Act icon={Lock} title={t("act_other")} body={t("act_other_body")}>
              <Button disabled>{t("act_other_do")}</Button>
            </Act>
          </>
        ) : null}
      </ul>
      {open === "claim" ? (
        <ClaimDialog purchase={purchase} onAsked={onAsked} onClose={close} />
      ) : open === "message" ? (
        <MessageDialog purchase={purchase} onClose={close} />
      ) : open ? (
        <AskDialog {...{ purchase, onAsked }} act={open} onClose={close} />
      ) : null}
    </Panel>
  );
}
