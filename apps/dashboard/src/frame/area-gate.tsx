"use client";

import type { Schema } from "@ecomm/api-client";
import type { NavItem } from "@ecomm/ui/app-shell";
import { Button } from "@ecomm/ui/button";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import Link from "next/link";
import type { ReactNode } from "react";
import { maySee } from "@/shell/may";
import { RoleNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { areaOf } from "./areas";

/** A page of an area that a custom role does not open says so, with the way to one that it does. */
export function AreaGate({
  me,
  path,
  first,
  children,
}: {
  me: Schema<"MeOut"> | undefined;
  path: string;
  first: NavItem | undefined;
  children: ReactNode;
}) {
  const t = useTexts(shellTexts);
  if (me === undefined || maySee(me, areaOf(path))) return children;
  return (
    <Page>
      <EmptyState
        drawing={<ShopDrawing />}
        wholePage
        title={t("area_title")}
        actions={
          <Button asChild variant="primary">
            <Link href={first?.href ?? "/profile"}>{first?.label ?? t("profile")}</Link>
          </Button>
        }
      >
        <RoleNote me={me} /> {t("area_who")}
      </EmptyState>
    </Page>
  );
}
