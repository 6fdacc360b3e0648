"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { meQuery } from "@/api/account";
import { membersQuery } from "@/api/team";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { InvitesPanel } from "./invites-panel";
import { MembersPanel } from "./members-panel";
import { RolesPanel } from "./roles-panel";
import { RulePanel } from "./rule-panel";
import { teamTexts } from "./texts";

const InviteDialog = dynamic(() => import("./invite-dialog").then((part) => part.InviteDialog), {
  ssr: false,
});

/** Who works in this business, who is invited, and what is asked of everybody. */
export function TeamPage() {
  const t = useTexts(teamTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const me = useQuery(meQuery);
  const members = useQuery(membersQuery);
  const may = useMay();
  const [inviting, setInviting] = useState(false);
  const whole = me.data?.store_ids === null;
  const manages = may("team") && whole;
  const error = loadError(members, shell) ?? loadError(me, shell);
  const refresh = () => client.invalidateQueries({ queryKey: ["team"] });
  return (
    <Page className="mx-auto max-w-220 flex-1">
      <PageHeader
        title={t("title")}
        count={members.data?.page.total}
        actions={
          manages ? (
            <Button variant="primary" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden />
              {t("invite")}
            </Button>
          ) : null
        }
      />
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : members.data === undefined || me.data === undefined ? (
        <div aria-busy="true" className="grid gap-4">
          <Skeleton className="h-32 w-full" />
          <Skeleton className="h-24 w-full" />
        </div>
      ) : (
        <div className="grid gap-4">
          <ReadOnlyNote what="team" />
          <MembersPanel
            members={members.data.items}
            me={me.data}
            manages={manages}
            onChanged={refresh}
          />
          <InvitesPanel manages={manages} />
          <RolesPanel manages={manages} onChanged={refresh} />
          <RulePanel me={me.data} />
        </div>
      )}
      {inviting && me.data ? (
        <InviteDialog onClose={() => setInviting(false)} onSaved={() => refresh()} />
      ) : null}
    </Page>
  );
}
