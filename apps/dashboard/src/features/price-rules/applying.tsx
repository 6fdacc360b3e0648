"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Progress } from "@ecomm/ui/progress";
import { Notice } from "@ecomm/ui/states";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { type BulkEdit, bulkEditsKey, getBulkEdit, isBusy } from "@/api/bulk-edits";
import { priceChangesQuery } from "@/api/price-rules";
import type { Store } from "@/api/stores";
import { useBulkRuns } from "@/features/bulk/use-bulk-runs";
import { PER_PAGE } from "./changes-view";
import { priceRuleTexts } from "./texts";

export interface Applying {
  /** The bulk edit that writes the prices; null while none does. */
  id: string | null;
  job: BulkEdit | undefined;
  follow: (id: string) => void;
}

/** Follows the pricing of a catalogue to its end, and says how it went; undo is in the message. */
export function useApplying(store: Store): Applying {
  const t = useTexts(priceRuleTexts);
  const client = useQueryClient();
  const undoToast = useUndoToast();
  const { undo } = useBulkRuns(store);
  const [id, setId] = useState<string | null>(null);
  const job = useQuery({
    queryKey: [...bulkEditsKey(store.id), "one", id],
    queryFn: () => getBulkEdit(store.id, id ?? ""),
    enabled: id !== null,
    refetchInterval: ({ state }) => (!state.data || isBusy(state.data) ? 700 : false),
  });
  const latest = job.data;
  const over = id !== null && latest?.id === id && !isBusy(latest);
  const say = useRef<(done: BulkEdit) => Promise<void>>(async () => undefined);
  say.current = async (done) => {
    await client.invalidateQueries({ queryKey: ["store", store.id] });
    if (done.status === "failed") {
      toast.error(t("apply_stopped"));
      return;
    }
    const waits = await client.fetchQuery(priceChangesQuery(store.id, 1, PER_PAGE));
    const more = waits.page.total > 0 ? `. ${t("applied_waits", { count: waits.page.total })}` : "";
    const text = `${t("applied", { count: done.changed })}${more}`;
    if (done.changed > 0) undoToast(text, () => undo.mutate(done.id));
    else toast.message(text);
  };
  useEffect(() => {
    if (!over || !latest) return;
    setId(null);
    void say.current(latest);
  }, [over, latest]);
  return { id, job: latest, follow: setId };
}

/** How far the pricing is. Nothing while none runs. */
export function ApplyBanner({ applying, store }: { applying: Applying; store: Store }) {
  const t = useTexts(priceRuleTexts);
  if (applying.id === null) return null;
  const { job } = applying;
  const share = job && job.total > 0 ? job.done / job.total : null;
  return (
    <Notice
      tone="info"
      className="mb-4"
      title={t("applying")}
      actions={
        <Button asChild size="sm">
          <Link href={`/stores/${store.id}/bulk-edits`}>{t("applying_edits")}</Link>
        </Button>
      }
    >
      <p>{t("applying_body")}</p>
      <Progress value={share} label={t("applying")} className="mt-2 max-w-80" />
    </Notice>
  );
}
