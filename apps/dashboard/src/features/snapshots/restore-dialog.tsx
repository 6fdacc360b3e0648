"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { useTexts } from "@ecomm/ui/i18n";
import { Progress } from "@ecomm/ui/progress";
import { Notice } from "@ecomm/ui/states";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  isOver,
  type Restore,
  restoreQuery,
  restoreSnapshot,
  type Snapshot,
  snapshotsKey,
} from "@/api/snapshots";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { useMoment } from "./moment";
import { snapshotsTexts } from "./texts";

/** Compares first; restoring asks for the store's name, and shows how far it is. */
export function RestoreDialog({ snapshot, onClose }: { snapshot: Snapshot; onClose: () => void }) {
  const t = useTexts(snapshotsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const time = useMoment()(snapshot);
  const [asking, setAsking] = useState(false);
  const [run, setRun] = useState<string | null>(null);
  const begin = useMutation({
    mutationFn: (dryRun: boolean) => restoreSnapshot(store.id, snapshot.id, dryRun),
    onSuccess: (made) => {
      setAsking(false);
      setRun(made.id);
    },
  });
  const { mutate } = begin;
  useEffect(() => mutate(true), [mutate]);
  const watched = useQuery({ ...restoreQuery(store.id, run ?? ""), enabled: run !== null });
  const restore = watched.data;
  const over = isOver(restore);
  const real = restore?.dry_run === false;
  useEffect(() => {
    if (real && over) void client.invalidateQueries({ queryKey: ["store", store.id] });
    else if (real) void client.invalidateQueries({ queryKey: snapshotsKey(store.id) });
  }, [real, over, client, store.id]);
  const differs = restore?.changes.some((one) => one.added + one.changed + one.removed > 0);
  const trouble = begin.error ?? watched.error;
  return (
    <>
      <Dialog open onOpenChange={(open) => !open && onClose()}>
        <DialogContent
          title={t("diff_title", { time })}
          description={real ? t("restoring_note") : t("diff_body")}
        >
          <DialogBody className="grid gap-4 text-13" aria-live="polite">
            {trouble && !asking ? (
              <Notice tone="danger" title={t("failed")}>
                {troubleText(trouble, shell)}
              </Notice>
            ) : null}
            {restore && over ? (
              <Outcome restore={restore} />
            ) : trouble ? null : (
              <Working restore={restore} />
            )}
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>{t("close")}</Button>
            {over && !real && restore?.status === "done" && differs ? (
              <Button variant="danger" onClick={() => setAsking(true)}>
                {t("restore")}
              </Button>
            ) : null}
          </DialogFooter>
        </DialogContent>
      </Dialog>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => {
          if (!open) begin.reset();
          setAsking(open);
        }}
        title={t("restore_title", { name: store.name, time })}
        description={t("restore_body")}
        action={t("restore_do")}
        typeToConfirm={{ text: store.name, label: t("restore_type", { name: store.name }) }}
        pending={begin.isPending}
        error={begin.error ? troubleText(begin.error, shell) : null}
        onConfirm={() => mutate(false)}
      />
    </>
  );
}

function Working({ restore }: { restore: Restore | undefined }) {
  const t = useTexts(snapshotsTexts);
  const position = restore?.position ?? 0;
  const total = Math.max(restore?.total ?? 0, 1);
  const words = t(restore?.dry_run === false ? "restoring" : "comparing", { position, total });
  return (
    <div className="grid gap-2">
      <p>{words}</p>
      <Progress value={restore === undefined ? null : position / total} label={words} size="md" />
    </div>
  );
}

function Outcome({ restore }: { restore: Restore }) {
  const t = useTexts(snapshotsTexts);
  if (restore.status === "failed") {
    return (
      <Notice tone="danger" title={t("failed")}>
        {restore.problem}
      </Notice>
    );
  }
  const moved = restore.changes.filter((one) => one.added + one.changed + one.removed > 0);
  return (
    <>
      {restore.dry_run ? null : (
        <Notice tone="success" title={t("restored")}>
          {t("restored_body")}
        </Notice>
      )}
      {moved.length === 0 ? (
        restore.dry_run && <p>{t("same")}</p>
      ) : (
        <>
          <Changes restore={restore} />
          <p className="text-12 text-subtle">{t("goes_note")}</p>
        </>
      )}
      {restore.problems.length > 0 ? (
        <Notice tone="warning" title={t("problems", { count: restore.problems.length })}>
          <ul>
            {restore.problems.map((one) => (
              <li key={`${one.entity} ${one.name}`}>
                {one.name}: {one.reason}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </>
  );
}

function Changes({ restore }: { restore: Restore }) {
  const t = useTexts(snapshotsTexts);
  const numbers = ["added", "changed", "removed"] as const;
  return (
    <table className="w-full text-start">
      <thead className="text-12 text-muted">
        <tr>
          <th scope="col" className="py-1 text-start font-medium">
            {t("col_what")}
          </th>
          {numbers.map((name) => (
            <th key={name} scope="col" className="py-1 ps-3 text-end font-medium">
              {t(`col_${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y">
        {restore.changes.map((one) => (
          <tr key={one.entity}>
            <th scope="row" className="py-2 text-start align-top font-normal">
              {t(`name_${one.entity}`)}
              {one.examples.length > 0 ? (
                <span className="block text-12 text-subtle wrap-anywhere">
                  {t("examples", { names: one.examples.slice(0, 3).join(", ") })}
                </span>
              ) : null}
            </th>
            {numbers.map((name) => (
              <td key={name} className="num py-2 ps-3 text-end align-top">
                {one[name]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
