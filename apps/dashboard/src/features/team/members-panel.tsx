"use client";

import type { Schema } from "@ecomm/api-client";
import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Avatar } from "@ecomm/ui/avatar";
import { IconButton } from "@ecomm/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@ecomm/ui/dropdown-menu";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { EllipsisVertical } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { meQuery } from "@/api/account";
import { type Member, removeMember } from "@/api/team";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { teamTexts } from "./texts";

const MemberDialog = dynamic(() => import("./member-dialog").then((part) => part.MemberDialog), {
  ssr: false,
});
const HandOverDialog = dynamic(
  () => import("./hand-over-dialog").then((part) => part.HandOverDialog),
  { ssr: false },
);

type Open = { what: "change" | "remove" | "hand-over"; member: Member };

/** Everybody in the business, and for who manages it what can be done about each. */
export function MembersPanel({
  members,
  me,
  manages,
  onChanged,
}: {
  members: readonly Member[];
  me: Schema<"MeOut">;
  manages: boolean;
  onChanged: () => Promise<void>;
}) {
  const t = useTexts(teamTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const remove = useMutation({
    mutationFn: (member: Member) => removeMember(member.user_id),
    onSuccess: async (_, { name }) => {
      await onChanged();
      close();
      toast.success(t("removed", { name }));
    },
  });
  return (
    <Panel>
      <PanelHeader title={t("members")} />
      <ul className="border-t">
        {members.map((member) => (
          <MemberRow
            key={member.user_id}
            member={member}
            self={member.user_id === me.id}
            menu={manages && member.user_id !== me.id && member.may_change}
            owner={me.role === "owner"}
            onOpen={(what) => setOpen({ what, member })}
          />
        ))}
      </ul>
      {open?.what === "change" ? (
        <MemberDialog member={open.member} onClose={close} onSaved={onChanged} />
      ) : null}
      {open?.what === "hand-over" ? (
        <HandOverDialog
          member={open.member}
          onClose={close}
          onDone={async () => {
            await onChanged();
            await client.invalidateQueries({ queryKey: meQuery.queryKey });
          }}
        />
      ) : null}
      <ConfirmDialog
        open={open?.what === "remove"}
        onOpenChange={(next) => {
          remove.reset();
          if (!next) close();
        }}
        title={t("remove_title", { name: open?.member.name ?? "" })}
        description={t("remove_body", { name: open?.member.name ?? "" })}
        action={t("remove")}
        pending={remove.isPending}
        error={remove.error ? troubleText(remove.error, shell) : null}
        onConfirm={() => open && remove.mutate(open.member)}
      />
    </Panel>
  );
}

function MemberRow({
  member,
  self,
  menu,
  owner,
  onOpen,
}: {
  member: Member;
  self: boolean;
  menu: boolean;
  owner: boolean;
  onOpen: (what: Open["what"]) => void;
}) {
  const t = useTexts(teamTexts);
  const { locale } = useLocale();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const seen = member.last_used_at
    ? t("last_used", { when: formatDate(member.last_used_at, "dayYear", locale, zone) })
    : t("never_used");
  return (
    <li className="flex min-h-16 items-center gap-3 border-t px-4 py-2.5 text-13 first:border-0">
      <Avatar name={member.name} className="size-8" />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium wrap-anywhere">{member.name}</span>
          {self ? <Badge tone="accent">{t("you")}</Badge> : null}
          {member.email_verified ? null : <Badge tone="warning">{t("unverified")}</Badge>}
        </span>
        <span className="block text-12 text-subtle wrap-anywhere">
          {member.email} · {seen}
        </span>
      </span>
      <span className="shrink-0 text-end">
        <span className="block max-w-40 truncate font-medium">
          {member.role_name ?? t(member.role)}
        </span>
        <span className="block text-12 text-subtle">
          {member.store_ids === null
            ? t("all_stores")
            : t("some_stores", { count: member.store_ids.length })}
        </span>
      </span>
      {menu ? (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <IconButton label={t("change", { name: member.name })}>
              <EllipsisVertical aria-hidden />
            </IconButton>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            <DropdownMenuItem onSelect={() => onOpen("change")}>
              {t("role")}, {t("stores")}
            </DropdownMenuItem>
            {owner && member.role !== "owner" ? (
              <DropdownMenuItem onSelect={() => onOpen("hand-over")}>
                {t("hand_over")}
              </DropdownMenuItem>
            ) : null}
            <DropdownMenuItem onSelect={() => onOpen("remove")}>{t("remove")}</DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      ) : null}
    </li>
  );
}
