"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  type AbResults,
  type AbTest,
  abTestQuery,
  abTestsKey,
  decideAbTest,
  startAbTest,
  stopAbTest,
} from "@/api/ab-tests";
import { productQuery } from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { abTestTexts } from "./texts";

type Act = "start" | "stop" | "keep_a" | "keep_b";

/** What can be done with a test now, each asked for before. */
export function TestActs({ test, results }: { test: AbTest; results?: AbResults | undefined }) {
  const t = useTexts(abTestTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const [asking, setAsking] = useState<Act | null>(null);
  const words = { name: test.name, product: test.product_title };
  const run = useMutation({
    mutationFn: (act: Act) => {
      if (act === "start") return startAbTest(store.id, test.id);
      if (act === "stop") return stopAbTest(store.id, test.id);
      return decideAbTest(store.id, test.id, act === "keep_b" ? "b" : "a");
    },
    onSuccess: async (changed, act) => {
      client.setQueryData(abTestQuery(store.id, test.id).queryKey, changed);
      setAsking(null);
      toast.success(t(DONE[act], words));
      await Promise.all([
        client.invalidateQueries({ queryKey: abTestsKey(store.id) }),
        client.invalidateQueries({ queryKey: ["store", store.id, "ab-test", test.id] }),
        client.invalidateQueries({ queryKey: productQuery(store.id, test.product_id).queryKey }),
      ]);
    },
  });
  if (!may("marketing")) return null;
  const early = asking === "stop" && results?.verdict === "collecting";
  return (
    <>
      {test.status === "draft" ? (
        <Button variant="primary" onClick={() => setAsking("start")}>
          {t("start")}
        </Button>
      ) : null}
      {test.status === "running" ? (
        <Button onClick={() => setAsking("stop")}>{t("stop")}</Button>
      ) : null}
      {test.status === "ended" && test.outcome === null ? (
        <>
          <Button onClick={() => setAsking("keep_a")}>{t("keep_a")}</Button>
          <Button
            variant={results?.verdict === "b_better" ? "primary" : "default"}
            onClick={() => setAsking("keep_b")}
          >
            {t("keep_b")}
          </Button>
        </>
      ) : null}
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => {
          if (open) return;
          run.reset();
          setAsking(null);
        }}
        danger={asking === "stop"}
        title={t(`${asking ?? "start"}_title`, words)}
        description={t(`${asking ?? "start"}_body`, words)}
        action={t(asking ?? "start")}
        keep={t("cancel")}
        pending={run.isPending}
        error={run.error ? troubleText(run.error, shell) : null}
        onConfirm={() => asking && run.mutate(asking)}
      >
        {early ? <p className="text-13 text-muted">{t("stop_early")}</p> : null}
      </ConfirmDialog>
    </>
  );
}

const DONE = {
  start: "started",
  stop: "stopped",
  keep_a: "kept_a",
  keep_b: "used_b",
} as const satisfies Record<Act, string>;
