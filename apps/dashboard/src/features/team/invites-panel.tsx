"use client";

import { Button } from "@ecomm/ui/button";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Invite, invitesQuery, resendInvite, revokeInvite } from "@/api/team";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { teamTexts } from "./texts";

/** Who was asked and has not answered. */
export function InvitesPanel({ manages }: { manages: boolean }) {
  const t = useTexts(teamTexts);
  const shell = useTexts(shellTexts);
  const { locale } = useLocale();
  const client = useQueryClient();
  const invites = useQuery(invitesQuery);
  const onError = (error: unknown) => toast.error(troubleText(error, shell));
  const onSettled = () => client.invalidateQueries({ queryKey: invitesQuery.queryKey });
  const resend = useMutation({
    mutationFn: (one: Invite) => resendInvite(one.id),
    onSuccess: (_, { email }) => toast.success(t("resent", { email })),
    onError,
    onSettled,
  });
  const revoke = useMutation({
    mutationFn: (one: Invite) => revokeInvite(one.id),
    onSuccess: (_, { email }) => toast.success(t("revoked", { email })),
    onError,
    onSettled,
  });
  const error = loadError(invites, shell);
  const items = invites.data?.items;
  return (
    <Panel>
      <PanelHeader title={t("invites")} />
      {error ? (
        <LoadError error={error} />
      ) : items === undefined ? (
        <div className="px-4 pb-4" aria-busy="true">
          <Skeleton className="w-64" />
        </div>
      ) : items.length === 0 ? (
        <p className="px-4 pb-4 text-13 text-muted">{t("invites_none")}</p>
      ) : (
        <ul className="border-t">
          {items.map((one) => (
            <li
              key={one.id}
              className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 border-t px-4 py-2 text-13 first:border-0"
            >
              <span className="min-w-0 flex-1 basis-48">
                <span className="block font-medium wrap-anywhere">{one.email}</span>
                <span className="flex flex-wrap items-center gap-x-2 text-12 text-subtle">
                  {one.role_name ?? t(one.role)} ·{" "}
                  {one.store_ids === null
                    ? t("all_stores")
                    : t("some_stores", { count: one.store_ids.length })}
                  {one.expired ? (
                    <Badge tone="warning">{t("expired")}</Badge>
                  ) : (
                    <> · {t("until", { when: formatDate(one.expires_at, "day", locale) })}</>
                  )}
                </span>
              </span>
              {manages ? (
                <span className="flex gap-2">
                  <Button size="sm" onClick={() => resend.mutate(one)}>
                    {t("resend")}
                  </Button>
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={t("revoke_of", { email: one.email })}
                    onClick={() => revoke.mutate(one)}
                  >
                    {t("revoke")}
                  </Button>
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
