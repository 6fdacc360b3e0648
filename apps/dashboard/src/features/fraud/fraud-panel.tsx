"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type FraudAction, type FraudCheck, fraudCheckQuery } from "@/api/fraud";
import { useStore } from "@/features/stores/store-context";
import { useActor } from "@/shell/actors";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { isMissing, loadError } from "@/shell/trouble";
import { DecideDialog } from "./decide-dialog";
import { FraudState, Score } from "./status";
import { fraudTexts } from "./texts";

const LOOK_AGAIN = 3_000;
/** An order from before there were checks has none, however often one asks. */
const LOOKS = 10;

/** What an order's check found, signal by signal, and the two things one may do about it. */
export function FraudPanel({ orderId }: { orderId: string }) {
  const t = useTexts(fraudTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const check = useQuery({
    ...fraudCheckQuery(store.id, orderId),
    refetchInterval: ({ state }) =>
      isMissing(state.error) && state.errorUpdateCount < LOOKS ? LOOK_AGAIN : false,
  });
  const missing = isMissing(check.error);
  const error = missing ? null : loadError(check, shell);
  return (
    <Panel>
      <PanelHeader
        title={t("panel")}
        {...(check.data && check.data.signals.length > 0
          ? { end: <Score check={check.data} /> }
          : {})}
      />
      {error ? (
        <LoadError error={error} />
      ) : missing ? (
        <p className="px-4 pb-4 text-13 text-muted">{t("panel_waiting")}</p>
      ) : check.data ? (
        <Found check={check.data} />
      ) : (
        <div className="px-4 pb-4">
          <Skeleton className="h-24 w-full" />
        </div>
      )}
    </Panel>
  );
}

function Found({ check }: { check: FraudCheck }) {
  const t = useTexts(fraudTexts);
  const store = useStore();
  const actor = useActor();
  const mine = useMay()("orders");
  const [asking, setAsking] = useState<FraudAction | null>(null);
  if (check.signals.length === 0) {
    return <p className="px-4 pb-4 text-13 text-muted">{t("panel_off")}</p>;
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4 text-13">
      <FraudState check={check} />
      {check.waiting ? (
        <p className="text-muted">{t(check.outcome === "hold" ? "panel_held" : "panel_review")}</p>
      ) : null}
      {check.decided_at ? (
        <p className="text-12 text-subtle">
          {t("decided", {
            who: actor(check.decided_by ?? ""),
            when: formatDate(check.decided_at, "full", t.locale, store.timezone),
          })}
          {check.note ? (
            <span className="mt-0.5 block wrap-anywhere text-muted">{check.note}</span>
          ) : null}
        </p>
      ) : null}
      <ul className="grid gap-2 border-t pt-3">
        {check.signals.map((signal) => (
          <li key={signal.code} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
            <span className="font-medium">{t(`signal_${signal.code}`)}</span>
            <span
              className={
                signal.points > 0
                  ? "num text-12 font-medium text-warning"
                  : "num text-12 text-subtle"
              }
            >
              {t("points", { points: signal.points, most: signal.most })}
            </span>
            <span className="col-span-2 text-12 wrap-anywhere text-muted">{signal.words}</span>
          </li>
        ))}
      </ul>
      <p className="text-12 text-subtle">
        {t("thresholds", { review: check.review_at, hold: check.hold_at })}
      </p>
      {check.waiting && mine ? (
        <div className="flex flex-wrap gap-2 border-t pt-3">
          <Button size="sm" variant="primary" onClick={() => setAsking("approve")}>
            {t("approve")}
          </Button>
          <Button size="sm" onClick={() => setAsking("reject")}>
            {t("reject")}
          </Button>
        </div>
      ) : null}
      {asking ? (
        <DecideDialog
          storeId={store.id}
          ids={[check.order_id]}
          action={asking}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </div>
  );
}
