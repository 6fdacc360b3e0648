"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { useQuery } from "@tanstack/react-query";
import { menusQuery } from "@/api/site";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { MenuEditor } from "./menu-editor";
import { siteTexts } from "./texts";

/** The shop's menus: header and footer. */
export function NavigationPage() {
  const t = useTexts(siteTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const menus = useQuery(menusQuery(store.id));
  const error = loadError(menus, shell);
  return (
    <Page className="mx-auto max-w-220">
      <PageHeader title={t("navigation")} />
      <div className="grid gap-4">
        <ReadOnlyNote what="content" />
        {error ? (
          <Panel>
            <LoadError error={error} />
          </Panel>
        ) : menus.data === undefined ? (
          ["header", "footer"].map((key) => (
            <Panel key={key} aria-busy="true" className="grid gap-3 p-4">
              <Skeleton className="w-32" />
              <Skeleton className="h-12 w-full" />
              <Skeleton className="h-12 w-full" />
            </Panel>
          ))
        ) : (
          menus.data.map((menu) => <MenuEditor key={menu.menu} menu={menu} />)
        )}
      </div>
    </Page>
  );
}
