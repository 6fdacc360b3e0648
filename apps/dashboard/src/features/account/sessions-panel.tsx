"use client";

import { Button } from "@ecomm/ui/button";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { endOtherSessions, endSession, type LogIn, sessionsQuery } from "@/api/account";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { accountTexts } from "./texts";

/** Every device one is signed in on, and the way to sign it out. */
export function SessionsPanel() {
  const t = useTexts(accountTexts);
  const shell = useTexts(shellTexts);
  const { locale } = useLocale();
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const settled = () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  const onError = (error: unknown) => toast.error(troubleText(error, shell));
  const end = useMutation({
    mutationFn: (one: LogIn) => endSession(one.id),
    onSuccess: (_, one) => toast.success(t("session_ended", { device: one.device })),
    onError,
    onSettled: settled,
  });
  const endOthers = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: ({ ended }) => toast.success(t("sessions_ended", { ended })),
    onError,
    onSettled: settled,
  });
  const error = loadError(sessions, shell);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = (at: string) => formatDate(at, "full", locale, zone);
  return (
    <Panel id="sessions" className="scroll-mt-16">
      <PanelHeader
        title={t("sessions")}
        end={
          (sessions.data?.length ?? 0) > 1 ? (
            <Button size="sm" pending={endOthers.isPending} onClick={() => endOthers.mutate()}>
              {t("sessions_end_others")}
            </Button>
          ) : null
        }
      />
      {error ? (
        <LoadError error={error} />
      ) : sessions.data === undefined ? (
        <div className="px-4 pb-4" aria-busy="true">
          <Skeleton className="w-64" />
        </div>
      ) : (
        <ul className="border-t">
          {sessions.data.map((one) => (
            <li
              key={one.id}
              className="flex min-h-14 items-center gap-4 border-t px-4 py-2 text-13 first:border-0"
            >
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-center gap-x-2 font-medium">
                  {one.device}
                  {one.current ? <Badge tone="accent">{t("session_current")}</Badge> : null}
                </span>
                <span className="block text-12 text-subtle">
                  {one.ip ? `${one.ip} · ` : ""}
                  {t("session_used", { when: when(one.last_used_at) })}
                </span>
              </span>
              {one.current ? null : (
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={t("session_end", { device: one.device })}
                  onClick={() => end.mutate(one)}
                >
                  <LogOut aria-hidden />
                  {shell("sign_out")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
