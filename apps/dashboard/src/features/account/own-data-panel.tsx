"use client";

import { Button } from "@ecomm/ui/button";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { useState } from "react";
import { askOwnCopy, type OwnRequest, ownCopyFile, ownRequestsQuery } from "@/api/own-data";
import { RequestState } from "@/features/privacy/status";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { ownDataTexts } from "./own-data-texts";

const ReceiptDialog = dynamic(
  () => import("@/features/privacy/receipt-dialog").then((part) => part.ReceiptDialog),
  { ssr: false },
);
const LeaveDialog = dynamic(() => import("./leave-dialog").then((part) => part.LeaveDialog), {
  ssr: false,
});

/** A copy of what is kept of oneself, and the end of one's account. */
export function OwnDataPanel() {
  const t = useTexts(ownDataTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const requests = useQuery(ownRequestsQuery);
  const [shown, setShown] = useState<OwnRequest | null>(null);
  const [leaving, setLeaving] = useState(false);
  const copy = useMutation({
    mutationFn: askOwnCopy,
    onSuccess: async () => {
      toast.success(t("copy_begun"));
      await client.invalidateQueries({ queryKey: ownRequestsQuery.queryKey });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const error = loadError(requests, shell);
  const items = requests.data?.items;
  return (
    <Panel id="data" className="scroll-mt-16">
      <PanelHeader title={t("title")} />
      <Line
        title={t("copy")}
        note={t("copy_note")}
        action={
          <Button pending={copy.isPending} onClick={() => copy.mutate()}>
            {t("copy_do")}
          </Button>
        }
      />
      {error ? (
        <LoadError error={error} />
      ) : items === undefined ? (
        <div aria-busy="true" className="px-4 pb-4">
          <Skeleton className="w-64" />
        </div>
      ) : items.length > 0 ? (
        <ul aria-label={t("requests")} className="border-t">
          {items.map((one) => (
            <Request key={one.id} request={one} onReceipt={() => setShown(one)} />
          ))}
        </ul>
      ) : null}
      <div className="border-t">
        <Line
          title={t("leave")}
          note={t("leave_note")}
          action={
            <Button variant="danger" onClick={() => setLeaving(true)}>
              {t("leave_do")}
            </Button>
          }
        />
      </div>
      {shown ? (
        <ReceiptDialog request={shown} zone={localZone()} onClose={() => setShown(null)} />
      ) : null}
      {leaving ? <LeaveDialog onClose={() => setLeaving(false)} /> : null}
    </Panel>
  );
}

const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function Line({ title, note, action }: { title: string; note: string; action: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 p-4 text-13 md:flex-row md:items-center md:justify-between md:gap-6">
      <div className="max-w-140">
        <p className="font-medium">{title}</p>
        <p className="text-12 text-subtle">{note}</p>
      </div>
      {action}
    </div>
  );
}

function Request({ request, onReceipt }: { request: OwnRequest; onReceipt: () => void }) {
  const t = useTexts(ownDataTexts);
  const { locale } = useLocale();
  const zone = localZone();
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-13 first:border-0">
      <span className="min-w-40 flex-1">
        <span className="flex flex-wrap items-center gap-x-3 font-medium">
          {t(`kind_${request.kind}`)}
          <RequestState request={request} />
        </span>
        <span className="block text-12 text-subtle">
          {t("asked", { when: formatDate(request.created_at, "full", locale, zone) })}
        </span>
      </span>
      {request.file_until ? (
        <a href={ownCopyFile(request.id)} download className="rounded-xs text-accent underline">
          {t("download")}{" "}
          <span className="text-12 text-subtle">
            {t("until", { when: formatDate(request.file_until, "day", locale, zone) })}
          </span>
        </a>
      ) : null}
      {request.receipt.length > 0 || request.error ? (
        <Button size="sm" onClick={onReceipt}>
          {t("receipt")}
        </Button>
      ) : null}
    </li>
  );
}
