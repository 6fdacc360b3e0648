"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@ecomm/ui/dropdown-menu";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Badge } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import { EllipsisVertical, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { type CustomRole, permissionsQuery, rolesQuery } from "@/api/team";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { PRESETS } from "./roles";
import { rolesTexts } from "./roles-texts";
import { teamTexts } from "./texts";

const RoleDialog = dynamic(() => import("./role-dialog").then((part) => part.RoleDialog), {
  ssr: false,
});
const DeleteRoleDialog = dynamic(
  () => import("./delete-role-dialog").then((part) => part.DeleteRoleDialog),
  { ssr: false },
);

type Open = { what: "edit"; role: CustomRole | null } | { what: "delete"; role: CustomRole };

/** Every role there is, what it may do and who holds it; for who manages the team, making more. */
export function RolesPanel({
  manages,
  onChanged,
}: {
  manages: boolean;
  onChanged: () => Promise<void>;
}) {
  const t = useTexts(rolesTexts);
  const team = useTexts(teamTexts);
  const shell = useTexts(shellTexts);
  const roles = useQuery(rolesQuery);
  const offered = useQuery(permissionsQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const error = loadError(roles, shell) ?? loadError(offered, shell);
  const found = offered.data;
  const items = roles.data?.items;
  const makes = manages && found?.included === true;
  return (
    <Panel>
      <PanelHeader
        title={t("roles")}
        end={
          makes ? (
            <Button size="sm" onClick={() => setOpen({ what: "edit", role: null })}>
              <Plus aria-hidden />
              {t("add")}
            </Button>
          ) : null
        }
      />
      {error ? (
        <LoadError error={error} />
      ) : found === undefined || items === undefined ? (
        <div className="grid gap-2 px-4 pb-4" aria-busy="true">
          <Skeleton className="w-64" />
          <Skeleton className="w-48" />
        </div>
      ) : (
        <>
          <ul className="border-t">
            {items.map((role) => (
              <RoleRow
                key={role.id}
                name={role.name}
                about={role.description || t("no_description")}
                held={heldBy(t, role)}
                menu={
                  manages && role.may_change ? (
                    <DropdownMenu>
                      <DropdownMenuTrigger asChild>
                        <IconButton label={t("change", { name: role.name })}>
                          <EllipsisVertical aria-hidden />
                        </IconButton>
                      </DropdownMenuTrigger>
                      <DropdownMenuContent align="end">
                        {found.included ? (
                          <DropdownMenuItem onSelect={() => setOpen({ what: "edit", role })}>
                            {t("edit")}
                          </DropdownMenuItem>
                        ) : null}
                        <DropdownMenuItem onSelect={() => setOpen({ what: "delete", role })}>
                          {t("delete")}
                        </DropdownMenuItem>
                      </DropdownMenuContent>
                    </DropdownMenu>
                  ) : null
                }
              />
            ))}
            {PRESETS.toReversed().map((preset) => (
              <RoleRow
                key={preset}
                name={team(preset)}
                mark={<Badge>{t("preset")}</Badge>}
                about={team(`about_${preset}`)}
                held={t("members", {
                  count: found.presets.find((one) => one.role === preset)?.members ?? 0,
                })}
                menu={null}
              />
            ))}
          </ul>
          {found.included ? (
            items.length === 0 ? (
              <p className="border-t px-4 py-3 text-13 text-muted">
                {t(manages ? "none" : "none_viewer")}
              </p>
            ) : null
          ) : (
            <p className="border-t px-4 py-3 text-13 text-muted">
              {t(items.length === 0 ? "not_included" : "kept", { plan: found.lifted_by ?? "" })}{" "}
              <Link
                href="/billing/plans"
                className="rounded-xs font-medium text-accent underline underline-offset-3"
              >
                {t("see_plans")}
              </Link>
            </p>
          )}
        </>
      )}
      {open?.what === "edit" && found ? (
        <RoleDialog
          role={open.role}
          offered={found}
          others={items ?? []}
          onClose={close}
          onSaved={onChanged}
        />
      ) : null}
      {open?.what === "delete" ? (
        <DeleteRoleDialog role={open.role} onClose={close} onDeleted={onChanged} />
      ) : null}
    </Panel>
  );
}

/** "Ada, Grace and 3 more · 1 invitation". */
function heldBy(t: ReturnType<typeof useTexts<(typeof rolesTexts)["messages"]>>, role: CustomRole) {
  const names = role.holders.map((one) => one.name).join(", ");
  const more = role.members - role.holders.length;
  const people =
    role.members === 0 ? t("nobody") : more > 0 ? t("names_more", { names, count: more }) : names;
  return role.invites > 0 ? `${people} · ${t("invites", { count: role.invites })}` : people;
}

function RoleRow({
  name,
  mark,
  about,
  held,
  menu,
}: {
  name: string;
  mark?: ReactNode;
  about: string;
  held: string;
  menu: ReactNode;
}) {
  return (
    <li className="flex min-h-14 items-center gap-3 border-t px-4 py-2.5 text-13 first:border-0">
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium wrap-anywhere">{name}</span>
          {mark}
        </span>
        <span className="block text-12 text-subtle wrap-anywhere">{about}</span>
      </span>
      <span className="max-w-[40%] shrink-0 text-end text-12 text-subtle wrap-anywhere">
        {held}
      </span>
      {menu}
    </li>
  );
}
