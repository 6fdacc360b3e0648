"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page } from "@ecomm/ui/panel";
import { EmptyState, Notice } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { meQuery } from "@/api/account";
import { type Capability, leastRole, may } from "./may";
import { shellTexts } from "./texts";

/** What one is in this account. */
export function RoleNote({ me }: { me: Schema<"MeOut"> }) {
  const t = useTexts(shellTexts);
  return t("role_note", { role: me.role, name: me.role_name ?? "", account: me.tenant_name });
}

/** A page for those who may do this; the others are told who may, and the way back. */
export function RoleGate({
  what,
  back,
  children,
}: {
  what: Capability;
  back: string;
  children: ReactNode;
}) {
  const t = useTexts(shellTexts);
  const me = useQuery(meQuery);
  if (!me.data || may(me.data, what)) return children;
  return (
    <Page>
      <EmptyState
        drawing={<ShopDrawing />}
        wholePage
        title={t("role_page_title")}
        actions={
          <Button asChild variant="primary">
            <Link href={back}>{t("role_page_back")}</Link>
          </Button>
        }
      >
        <RoleNote me={me.data} /> {t("role_page_who", { least: leastRole(what) })}
      </EmptyState>
    </Page>
  );
}

/** Says above what one may only look at who may change it. Nothing for those who may. */
export function ReadOnlyNote({ what }: { what: Capability }) {
  const t = useTexts(shellTexts);
  const me = useQuery(meQuery);
  if (!me.data || may(me.data, what)) return null;
  return (
    <Notice tone="info" title={t("role_read_only")}>
      <RoleNote me={me.data} /> {t("role_who", { least: leastRole(what) })}
    </Notice>
  );
}
