"use client";

import type { Schema } from "@ecomm/api-client";
import {
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
} from "@ecomm/ui/dropdown-menu";
import { useTexts } from "@ecomm/ui/i18n";
import { ThemeMenuItems } from "@ecomm/ui/theme";
import { toast } from "@ecomm/ui/toast";
import { Handshake, History, KeyRound, LogOut, Receipt, UserRound, Users } from "lucide-react";
import Link from "next/link";
import { sessionAction } from "@/features/auth/session";
import { may, maySee } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { areaOf } from "./areas";

/** One's own account, and what belongs to the business rather than to a store. */
const LINKS = [
  ["/profile", "profile", UserRound],
  ["/team", "team", Users],
  ["/api-keys", "api_keys", KeyRound],
  ["/billing", "billing", Receipt],
  ["/partners", "partners", Handshake],
  ["/activity", "activity", History],
] as const;

/** Ends the session; a full load leaves nothing of it in memory. */
export async function signOut(): Promise<void> {
  await sessionAction("logout", {});
  window.location.assign("/login");
}

/** Who one is, which account one works in, the theme, and the way out. */
export function AccountMenu({ me }: { me: Schema<"MeOut"> | undefined }) {
  const t = useTexts(shellTexts);
  const guard = (work: Promise<unknown>) => {
    work.catch((error: unknown) => toast.error(troubleText(error, t)));
  };
  return (
    <>
      {me ? (
        <DropdownMenuLabel className="max-w-60 truncate font-normal">
          {t("signed_in_as", { email: me.email })}
        </DropdownMenuLabel>
      ) : null}
      {me && me.memberships.length > 1 ? (
        <>
          <DropdownMenuSeparator />
          <DropdownMenuLabel>{t("tenants")}</DropdownMenuLabel>
          <DropdownMenuRadioGroup
            value={me.tenant_id}
            onValueChange={(tenant) =>
              guard(
                sessionAction("switch", { tenant_id: tenant }).then(() =>
                  window.location.assign("/stores"),
                ),
              )
            }
          >
            {me.memberships.map((membership) => (
              <DropdownMenuRadioItem key={membership.tenant_id} value={membership.tenant_id}>
                {membership.tenant_name}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
        </>
      ) : null}
      <DropdownMenuSeparator />
      {LINKS.filter(
        ([href]) => maySee(me, areaOf(href)) && (href !== "/activity" || may(me, "activity")),
      ).map(([href, label, Icon]) => (
        <DropdownMenuItem key={href} asChild>
          <Link href={href}>
            <Icon aria-hidden />
            {t(label)}
          </Link>
        </DropdownMenuItem>
      ))}
      <DropdownMenuSeparator />
      <ThemeMenuItems />
      <DropdownMenuSeparator />
      <DropdownMenuItem onSelect={() => guard(signOut())}>
        <LogOut aria-hidden />
        {t("sign_out")}
      </DropdownMenuItem>
    </>
  );
}
