"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button, IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Sheet, SheetContent } from "@ecomm/ui/sheet";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from "lucide-react";
import { useMemo, useState } from "react";
import { deleteWay, mappingsKey, orderWays, type Sold, type Way, waysQuery } from "@/api/mappings";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { byVariant, moved, nameOf } from "./plain";
import { Suggestions } from "./suggestions";
import { mappingsTexts } from "./texts";
import { WayDialog } from "./way-dialog";
import { WayFacts } from "./way-facts";

/** The ways to get one variant: in their order, with what each costs, and ways to change them. */
export function WaysSheet({
  variantId,
  sold,
  onClose,
}: {
  variantId: string;
  sold: Sold | undefined;
  onClose: () => void;
}) {
  const t = useTexts(mappingsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const ids = useMemo(() => [variantId], [variantId]);
  const ways = useQuery(waysQuery(store.id, ids));
  const error = loadError(ways, shell);
  const name = sold ? nameOf(sold) : t("title");
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={name} className="md:w-130">
        {error ? (
          <LoadError error={error} />
        ) : ways.data === undefined || ways.isPlaceholderData ? (
          <div className="grid gap-3" aria-busy="true">
            <Skeleton className="h-24 w-full rounded-md" />
            <Skeleton className="w-48" />
          </div>
        ) : (
          <Ways
            variantId={variantId}
            name={name}
            ways={byVariant(ways.data).get(variantId) ?? []}
          />
        )}
      </SheetContent>
    </Sheet>
  );
}

type Asking = { kind: "add" } | { kind: "edit" | "delete"; way: Way } | null;

function Ways({ variantId, name, ways }: { variantId: string; name: string; ways: Way[] }) {
  const t = useTexts(mappingsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const mayMap = useMay()("sourcing");
  const [asking, setAsking] = useState<Asking>(null);
  const refresh = () => client.invalidateQueries({ queryKey: mappingsKey(store.id) });
  const order = useMutation({
    mutationFn: (next: string[]) => orderWays(store.id, variantId, next),
    onSuccess: async () => {
      await refresh();
      toast.success(t("order_saved"));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const remove = useMutation({
    mutationFn: (way: Way) => deleteWay(store.id, way.id),
    onSuccess: async () => {
      await refresh();
      setAsking(null);
      toast.success(t("deleted"));
    },
  });
  const ids = ways.map((way) => way.id);
  const shift = (way: Way, by: -1 | 1) => {
    const next = moved(ids, way.id, by);
    return next && mayMap && !order.isPending ? () => order.mutate(next) : undefined;
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {ways.length === 0 ? (
        <Notice tone="warning">{t("sheet_none")}</Notice>
      ) : (
        <>
          <p className="text-13 text-muted">{t("sheet_lead")}</p>
          <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
            {ways.map((way, at) => (
              <li
                key={way.id}
                className="rounded-panel p-3 text-13 inset-ring inset-ring-border"
                aria-label={`${at + 1}. ${way.supplier_name}`}
              >
                <WayFacts way={way} place={at + 1} />
                {mayMap ? (
                  <Acts
                    way={way}
                    several={ways.length > 1}
                    earlier={shift(way, -1)}
                    later={shift(way, 1)}
                    onEdit={() => setAsking({ kind: "edit", way })}
                    onDelete={() => setAsking({ kind: "delete", way })}
                  />
                ) : null}
              </li>
            ))}
          </ol>
        </>
      )}
      {mayMap ? (
        <>
          <div>
            <Button
              variant={ways.length === 0 ? "primary" : "default"}
              onClick={() => setAsking({ kind: "add" })}
            >
              <Plus aria-hidden />
              {t("add")}
            </Button>
          </div>
          <Suggestions variantId={variantId} name={name} ways={ways} onMapped={refresh} />
        </>
      ) : (
        <p className="text-12 text-subtle">{t("viewer")}</p>
      )}
      {asking?.kind === "add" || asking?.kind === "edit" ? (
        <WayDialog
          variantId={variantId}
          name={name}
          ways={ways}
          way={asking.kind === "edit" ? asking.way : null}
          onClose={() => setAsking(null)}
          onSaved={async () => {
            await refresh();
            setAsking(null);
            toast.success(asking.kind === "edit" ? t("saved") : t("added", { name }));
          }}
        />
      ) : null}
      {asking?.kind === "delete" ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => {
            remove.reset();
            if (!open) setAsking(null);
          }}
          title={t("delete_title", { name: asking.way.supplier_name })}
          description={
            ways.length === 1 ? `${t("delete_body")} ${t("delete_last")}` : t("delete_body")
          }
          action={t("delete")}
          pending={remove.isPending}
          error={remove.error ? troubleText(remove.error, shell) : null}
          onConfirm={() => remove.mutate(asking.way)}
        />
      ) : null}
    </div>
  );
}

function Acts({
  way,
  several,
  earlier,
  later,
  onEdit,
  onDelete,
}: {
  way: Way;
  several: boolean;
  earlier: (() => void) | undefined;
  later: (() => void) | undefined;
  onEdit: () => void;
  onDelete: () => void;
}) {
  const t = useTexts(mappingsTexts);
  const name = way.supplier_name;
  return (
    <div className="mt-2 flex items-center gap-1 border-t pt-2">
      {several ? (
        <>
          <IconButton
            size="icon-sm"
            label={t("up", { name })}
            disabled={!earlier}
            onClick={earlier}
          >
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton size="icon-sm" label={t("down", { name })} disabled={!later} onClick={later}>
            <ArrowDown aria-hidden />
          </IconButton>
        </>
      ) : null}
      <IconButton
        size="icon-sm"
        className="ms-auto"
        label={t("edit_named", { name })}
        onClick={onEdit}
      >
        <Pencil aria-hidden />
      </IconButton>
      <IconButton size="icon-sm" label={t("delete_named", { name })} onClick={onDelete}>
        <Trash2 aria-hidden />
      </IconButton>
    </div>
  );
}
