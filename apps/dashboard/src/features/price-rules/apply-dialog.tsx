"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { useTexts } from "@ecomm/ui/i18n";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { applyPriceRules, previewSumQuery } from "@/api/price-rules";
import type { Store } from "@/api/stores";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { Sums } from "./preview";
import { priceRuleTexts, ruleFormTexts } from "./texts";
import { changing } from "./words";

/** Says how many prices the rules would change now, and asks. */
export function ApplyDialog({
  store,
  onClose,
  onStarted,
}: {
  store: Store;
  onClose: () => void;
  onStarted: (bulkEdit: string) => void;
}) {
  const t = useTexts(priceRuleTexts);
  const form = useTexts(ruleFormTexts);
  const shell = useTexts(shellTexts);
  const [large, setLarge] = useState(false);
  const sum = useQuery(previewSumQuery(store.id, {}));
  const apply = useMutation({
    mutationFn: () => applyPriceRules(store.id, large),
    onSuccess: ({ bulk_edit_id }) => onStarted(bulk_edit_id),
  });
  const found = sum.data;
  const partly = found !== undefined && found.looked < found.total;
  const error = apply.error ?? (found ? null : sum.error);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      danger={false}
      title={t("apply_title")}
      description={t("apply_body")}
      action={found && !partly ? t("apply_do", { count: changing(found, large) }) : t("apply")}
      pending={apply.isPending}
      error={error ? troubleText(error, shell) : null}
      onConfirm={() => apply.mutate()}
    >
      {found ? (
        <>
          <div className="-mx-5">
            <Sums sum={found} />
          </div>
          {partly ? (
            <p className="num text-12 text-subtle">
              {form("preview_counted", { looked: found.looked, total: found.total })}
            </p>
          ) : changing(found, true) === 0 ? (
            <p className="text-13 text-muted">{t("apply_none")}</p>
          ) : null}
          {found.review > 0 || partly ? (
            <CheckboxField
              label={t("apply_large")}
              help={t("apply_large_help")}
              checked={large}
              onCheckedChange={(checked) => setLarge(checked === true)}
            />
          ) : null}
        </>
      ) : sum.error ? null : (
        <div aria-busy="true">
          <span className="sr-only">{t("apply_counting")}</span>
          <Skeleton className="h-24 w-full" />
        </div>
      )}
    </ConfirmDialog>
  );
}
