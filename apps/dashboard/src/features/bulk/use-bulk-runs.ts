"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  type BulkBody,
  bulkEditsKey,
  settled,
  startBulkEdit,
  undoBulkEdit,
} from "@/api/bulk-edits";
import type { Store } from "@/api/stores";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { bulkTexts } from "./texts";

/** Everything a store shows of its products may be another after a bulk edit. */
function useRefresh(storeId: string) {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["store", storeId] }),
      client.invalidateQueries({ queryKey: bulkEditsKey(storeId) }),
    ]);
}

/** Follows an edit to its end and says how it went; undo is in the message. */
export function useBulkRuns(store: Store) {
  const t = useTexts(bulkTexts);
  const shell = useTexts(shellTexts);
  const refresh = useRefresh(store.id);
  const undoToast = useUndoToast();
  const undo = useMutation({
    mutationFn: async (id: string) => {
      await undoBulkEdit(store.id, id);
      return settled(store.id, id);
    },
    onSuccess: async (job) => {
      await refresh();
      if (job.status === "failed") toast.error(t("stopped"));
      else {
        const kept = job.kept > 0 ? `. ${t("undone_kept", { count: job.kept })}` : "";
        toast.success(`${t("undone", { count: job.undone })}${kept}`);
      }
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const run = useMutation({
    mutationFn: async ({ body, key }: { body: BulkBody; key: string }) => {
      const started = await startBulkEdit(store.id, body, key);
      return settled(store.id, started.id);
    },
    onSuccess: async (job) => {
      await refresh();
      if (job.status === "failed") {
        toast.error(t("stopped"));
        return;
      }
      const failed = job.failed > 0 ? `. ${t("done_failed", { count: job.failed })}` : "";
      const text = `${t("done", { count: job.changed })}${failed}`;
      if (job.changed > 0) undoToast(text, () => undo.mutate(job.id));
      else toast.message(text);
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return { run, undo };
}
