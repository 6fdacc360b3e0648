"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { ErrorState, Notice } from "@ecomm/ui/states";
import { suppliersTexts } from "./texts";
import { needsCredentials, supplierTrouble, supplierWords } from "./trouble";

/** What went wrong at a supplier, its own words, and what helps: above a form. */
export function TroubleNotice({ error }: { error: unknown }) {
  const t = useTexts(suppliersTexts);
  if (!error) return null;
  const trouble = supplierTrouble(error);
  const words = supplierWords(error);
  return (
    <Notice tone="danger" title={t(`t_${trouble}`)}>
      {words ? <p className="wrap-anywhere">{t("note_said", { words })}</p> : null}
      <p>{t(`t_${trouble}_fix`)}</p>
    </Notice>
  );
}

/** The same in place of what did not load, with a way to try again where that may help. */
export function TroubleState({
  error,
  onRetry,
  onReconnect,
}: {
  error: unknown;
  onRetry: () => void;
  /** Leads to where it can be connected again. */
  onReconnect?: () => void;
}) {
  const t = useTexts(suppliersTexts);
  const trouble = supplierTrouble(error);
  const words = supplierWords(error);
  const mends = needsCredentials(trouble);
  return (
    <div className="rounded-panel inset-ring inset-ring-border">
      <ErrorState title={t(`t_${trouble}`)} {...(mends ? {} : { onRetry })}>
        {words ? `${t("note_said", { words })} ` : null}
        {t(`t_${trouble}_fix`)}
      </ErrorState>
      {mends && onReconnect ? (
        <div className="px-4 pb-4">
          <Button onClick={onReconnect}>{t("reconnect")}</Button>
        </div>
      ) : null}
    </div>
  );
}
