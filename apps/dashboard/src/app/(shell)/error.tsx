"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Page, Panel } from "@ecomm/ui/panel";
import { ErrorState } from "@ecomm/ui/states";
import { shellTexts } from "@/shell/texts";

/** A page that threw. The shell around it stays. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTexts(shellTexts);
  return (
    <Page>
      <Panel>
        <ErrorState
          title={t("crash_title")}
          onRetry={reset}
          {...(error.digest ? { reference: error.digest } : {})}
        >
          {t("crash_body")}
        </ErrorState>
      </Panel>
    </Page>
  );
}
