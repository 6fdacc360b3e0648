"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Badge, type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { removeSnapshot, type Snapshot, snapshotsKey } from "@/api/snapshots";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { useMoment } from "./moment";
import { snapshotsTexts } from "./texts";

const LOOKS: Record<Snapshot["status"], { glyph: Glyph; tone: Tone }> = {
  pending: { glyph: "circle-half", tone: "info" },
  ready: { glyph: "circle-full", tone: "success" },
  failed: { glyph: "cross", tone: "danger" },
};
/** What people look for in a backup, most wanted first. */
const COUNTED = ["product", "category", "page", "blog_post", "menu", "redirect"] as const;

/** One backup: when, why, what is in it, and what one may do with it. */
export function SnapshotRow({
  snapshot,
  onCompare,
}: {
  snapshot: Snapshot;
  onCompare: () => void;
}) {
  const t = useTexts(snapshotsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const moment = useMoment();
  const [removing, setRemoving] = useState(false);
  const time = moment(snapshot);
  const remove = useMutation({
    mutationFn: () => removeSnapshot(store.id, snapshot.id),
    onSuccess: async () => {
      setRemoving(false);
      toast.success(t("removed"));
      await client.invalidateQueries({ queryKey: snapshotsKey(store.id) });
    },
  });
  const counts = COUNTED.filter((entity) => snapshot.counts[entity]).map((entity) =>
    t(`entity_${entity}`, { count: snapshot.counts[entity] ?? 0 }),
  );
  return (
    <li className="flex flex-col gap-3 p-4 text-13 md:flex-row md:items-center">
      <div className="grid min-w-0 flex-1 gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="num font-medium">{time}</h2>
          <Badge>{t(`kind_${snapshot.kind}`)}</Badge>
          <Status {...LOOKS[snapshot.status]}>{t(`status_${snapshot.status}`)}</Status>
        </div>
        {snapshot.label ? <p className="wrap-anywhere">{snapshot.label}</p> : null}
        {snapshot.problem ? <p role="status">{snapshot.problem}</p> : null}
        <p className="text-12 text-subtle">
          {[
            ...counts,
            snapshot.expires_at
              ? t("expires", {
                  date: formatDate(snapshot.expires_at, "dayYear", t.locale, store.timezone),
                })
              : t("stays"),
          ].join(" · ")}
        </p>
      </div>
      {may("backups") ? (
        <div className="flex gap-2">
          {snapshot.status === "ready" ? (
            <Button onClick={onCompare} aria-label={`${t("compare")}, ${time}`}>
              {t("compare")}
            </Button>
          ) : null}
          <Button
            variant="danger"
            onClick={() => setRemoving(true)}
            aria-label={`${t("remove")}, ${time}`}
          >
            {t("remove")}
          </Button>
        </div>
      ) : null}
      <ConfirmDialog
        open={removing}
        onOpenChange={(open) => {
          remove.reset();
          setRemoving(open);
        }}
        title={t("remove_title", { time })}
        description={t("remove_body")}
        action={t("remove")}
        pending={remove.isPending}
        error={remove.error ? troubleText(remove.error, shell) : null}
        onConfirm={() => remove.mutate()}
      />
    </li>
  );
}
