"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { KeyValue, KeyValues } from "@ecomm/ui/panel";
import { Sheet, SheetContent } from "@ecomm/ui/sheet";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import {
  admitSubscriber,
  type SubscriberDetail,
  subscriberQuery,
  subscribersKey,
} from "@/api/subscribers";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { History } from "./history";
import { SubscriberState, useSource } from "./status";
import { subscribersTexts } from "./texts";
import type { useActs } from "./use-acts";

const SuppressDialog = dynamic(() => import("./suppress-dialog").then((m) => m.SuppressDialog));

type Acts = ReturnType<typeof useActs>;

/** A subscriber, whole: where they stand, everything they said, and what can be done. */
export function SubscriberSheet({
  id,
  acts,
  onErase,
  onClose,
}: {
  id: string;
  acts: Acts;
  onErase: (ids: string[]) => void;
  onClose: () => void;
}) {
  const t = useTexts(subscribersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const found = useQuery(subscriberQuery(store.id, id));
  const error = loadError(found, shell);
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent title={found.data?.email ?? t("sheet")} className="md:w-128">
        {error ? (
          <LoadError error={error} />
        ) : found.data === undefined ? (
          <div className="grid gap-3" aria-busy="true">
            <Skeleton className="h-24 w-full rounded-md" />
            <Skeleton className="w-64" />
            <Skeleton className="w-48" />
          </div>
        ) : (
          <div className="grid gap-6">
            <Facts found={found.data} />
            <Deeds found={found.data} acts={acts} onErase={onErase} />
            <History consents={found.data.consents} />
          </div>
        )}
      </SheetContent>
    </Sheet>
  );
}

function Facts({ found }: { found: SubscriberDetail }) {
  const t = useTexts(subscribersTexts);
  const store = useStore();
  const source = useSource();
  const day = (at: string) => formatDate(at, "full", t.locale, store.timezone);
  const rows: [string, string | null][] = [
    [t("source"), source(found.source)],
    [t("language"), found.locale],
    [t("asked"), day(found.asked_at)],
    [t("confirmed_at"), found.confirmed_at && day(found.confirmed_at)],
    [t("left"), found.unsubscribed_at && day(found.unsubscribed_at)],
  ];
  return (
    <section aria-label={t("facts")} className="grid gap-3">
      {found.over_limit ? <Notice tone="warning">{t("waits_for_room")}</Notice> : null}
      <KeyValues>
        <KeyValue label={t("status")}>
          <span className="flex flex-wrap items-center justify-end gap-x-2">
            <SubscriberState row={found} />
            {found.reason === "bounce" || found.reason === "complaint" ? (
              <span className="text-subtle">{t(found.reason)}</span>
            ) : null}
          </span>
        </KeyValue>
        {rows.map(([label, value]) =>
          value === null ? null : (
            <KeyValue key={label} label={label}>
              {value}
            </KeyValue>
          ),
        )}
        {found.customer_id ? (
          <KeyValue label={t("customer")}>
            <Link
              href={`/stores/${store.id}/customers/${found.customer_id}`}
              className="rounded-xs text-accent hover:underline"
            >
              {t("open_customer")}
            </Link>
          </KeyValue>
        ) : null}
      </KeyValues>
    </section>
  );
}

function Deeds({
  found,
  acts,
  onErase,
}: {
  found: SubscriberDetail;
  acts: Acts;
  onErase: (ids: string[]) => void;
}) {
  const t = useTexts(subscribersTexts);
  const may = useMay();
  const store = useStore();
  const admit = useAdmit(store.id, found.id);
  const [suppressing, setSuppressing] = useState(false);
  if (!may("marketing")) return null;
  const open = found.status === "confirmed" || found.status === "pending";
  const asks = found.status === "pending" && !found.over_limit && found.unsubscribed_at === null;
  const act = (action: "invite" | "unsubscribe") => acts.mutate({ ids: [found.id], action });
  const doing = (action: string) => acts.isPending && acts.variables?.action === action;
  return (
    <div className="flex flex-wrap gap-2">
      {found.over_limit ? (
        <Button variant="primary" pending={admit.isPending} onClick={() => admit.mutate()}>
          {t("admit")}
        </Button>
      ) : null}
      {asks ? (
        <Button pending={doing("invite")} onClick={() => act("invite")}>
          {t("invite")}
        </Button>
      ) : null}
      {open ? (
        <Button pending={doing("unsubscribe")} onClick={() => act("unsubscribe")}>
          {t("unsubscribe")}
        </Button>
      ) : null}
      {found.status === "suppressed" ? null : (
        <Button onClick={() => setSuppressing(true)}>{t("suppress")}</Button>
      )}
      {may("marketing_settings") ? (
        <Button variant="danger" onClick={() => onErase([found.id])}>
          {t("erase")}
        </Button>
      ) : null}
      {suppressing ? (
        <SuppressDialog
          storeId={store.id}
          id={found.id}
          email={found.email}
          onClose={() => setSuppressing(false)}
        />
      ) : null}
    </div>
  );
}

function useAdmit(storeId: string, id: string) {
  const t = useTexts(subscribersTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => admitSubscriber(storeId, id),
    onSuccess: async () => {
      toast.success(t("admit_done", { count: 1 }));
      await client.invalidateQueries({ queryKey: subscribersKey(storeId) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
}
