"use client";

import { CircleHelp, Menu, PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Avatar } from "../avatar";
import { Breadcrumbs, type Crumb } from "../breadcrumbs";
import { IconButton } from "../button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "../dropdown-menu";
import { useTexts } from "../i18n";
import { Keys } from "../kbd";
import { cn } from "../lib/cn";
import { isMac } from "../lib/keys";
import { Sheet, SheetContent, SheetTrigger } from "../sheet";
import { uiTexts } from "../texts";
import { TooltipProvider } from "../tooltip";
import { SideNav, TabBar } from "./nav";
import type { NavItem, NavSection } from "./types";

/** Cookie that keeps the sidebar narrow, so that the server draws it right at once. */
export const SIDEBAR_COOKIE = "ecomm_sidebar";

export interface AppShellProps {
  /** The button that opens the list of stores; `narrow` leaves only its mark. */
  switcher: (narrow: boolean) => ReactNode;
  sections: readonly NavSection[];
  /** The first four of five tabs on phones; the fifth opens the rest. */
  tabs: readonly NavItem[];
  /** Address of the first page, current only when it is the page itself. */
  home: string;
  usage?: ReactNode;
  crumbs: readonly Crumb[];
  onJump: () => void;
  onHelp: () => void;
  userName: string;
  /** What stands beside the account: the bell. It is drawn twice, once for phones. */
  bell?: ReactNode;
  /** Items of the account menu. */
  accountMenu: ReactNode;
  narrowAtFirst?: boolean;
  /** Pages that stand alone (lists of stores) have no sidebar sections. */
  children: ReactNode;
}

/** The frame of a back office: sidebar, one sheet that scrolls, top bar; on phones five tabs. */
export function AppShell(props: AppShellProps) {
  const { switcher, sections, tabs, home, usage, crumbs, onJump, onHelp, userName } = props;
  const t = useTexts(uiTexts);
  const path = usePathname();
  const [narrow, setNarrow] = useState(props.narrowAtFirst ?? false);
  const [more, setMore] = useState(false);
  const [command, setCommand] = useState("⌘");

  useEffect(() => setCommand(isMac() ? "⌘" : "Ctrl"), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the sheet
  useEffect(() => setMore(false), [path]);

  function toggle() {
    const next = !narrow;
    setNarrow(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Safari < 18.4
    document.cookie = `${SIDEBAR_COOKIE}=${next ? "narrow" : "wide"}; Path=/; Max-Age=31536000; SameSite=Lax`;
  }

  const Fold = narrow ? PanelLeftOpen : PanelLeftClose;
  const account = (
    <DropdownMenu>
      <DropdownMenuTrigger className="grid size-10 place-items-center rounded-full md:size-8">
        <Avatar name={userName} />
        <span className="sr-only">{t("account", { name: userName })}</span>
      </DropdownMenuTrigger>
      <DropdownMenuContent>{props.accountMenu}</DropdownMenuContent>
    </DropdownMenu>
  );
  return (
    <TooltipProvider delayDuration={300}>
      <a
        href="#content"
        className="absolute start-2 -top-12 z-90 rounded-sm bg-inverse px-3 py-2 text-13 text-on-inverse focus:top-2"
      >
        {t("skip")}
      </a>
      <div
        className={cn(
          "md:grid md:h-dvh",
          narrow
            ? "md:grid-cols-[var(--sidebar-narrow)_minmax(0,1fr)]"
            : "md:grid-cols-[var(--sidebar)_minmax(0,1fr)]",
        )}
      >
        <aside
          aria-label={t("sidebar")}
          className="sticky top-0 z-30 flex items-center gap-1 border-b bg-surface py-2 ps-2.5 pe-2 md:static md:min-h-0 md:flex-col md:items-stretch md:gap-0 md:border-0 md:bg-transparent md:p-3"
        >
          <div className="min-w-0 flex-1 md:flex-none">{switcher(narrow)}</div>
          <button
            type="button"
            aria-keyshortcuts="Meta+K Control+K"
            onClick={onJump}
            className={cn(
              "grid size-10 shrink-0 place-items-center rounded-sm text-13 text-muted hover:text-text md:mt-3 md:mb-2 md:flex md:h-8 md:w-full md:items-center md:gap-2 md:bg-surface md:ps-2 md:pe-1.5 md:text-subtle md:shadow-sheet",
              narrow && "md:justify-center md:px-0",
            )}
          >
            <Search className="size-4.5 md:size-4" aria-hidden />
            {narrow ? (
              <span className="sr-only">{t("jump")}</span>
            ) : (
              <>
                <span className="max-md:sr-only">{t("jump")}</span>
                <Keys keys={[command, "K"]} className="ms-auto max-md:hidden" />
              </>
            )}
          </button>
          <div className="flex items-center md:hidden">
            {props.bell}
            {account}
          </div>
          <div className="hidden min-h-0 flex-1 flex-col md:flex">
            <SideNav
              label={t("main_nav")}
              sections={sections}
              path={path}
              home={home}
              narrow={narrow}
            />
            {narrow ? null : usage}
          </div>
        </aside>
        <div
          id="sheet"
          className="relative flex min-h-[calc(100dvh-57px)] min-w-0 flex-col bg-surface pb-21 md:min-h-0 md:my-2 md:me-2 md:overflow-auto md:rounded-lg md:pb-0 md:shadow-sheet"
        >
          <header
            className={cn(
              "z-20 flex h-10 shrink-0 items-center gap-1 bg-surface px-4 md:sticky md:top-0 md:h-(--topbar) md:border-b md:ps-3 md:pe-3",
              // A first-level page is named by its title; phones have no room to say it twice.
              crumbs.length <= 2 && "max-md:hidden",
            )}
          >
            <IconButton
              label={narrow ? t("expand") : t("collapse")}
              className="max-md:hidden"
              aria-expanded={!narrow}
              onClick={toggle}
            >
              <Fold className="rtl:-scale-x-100" aria-hidden />
            </IconButton>
            <Breadcrumbs crumbs={crumbs} />
            <div className="ms-auto flex items-center gap-1 max-md:hidden">
              <IconButton label={t("help")} onClick={onHelp} aria-keyshortcuts="?">
                <CircleHelp aria-hidden />
              </IconButton>
              {props.bell}
              {account}
            </div>
          </header>
          <main id="content" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
            {props.children}
          </main>
        </div>
      </div>
      <TabBar
        label={t("main_nav")}
        items={tabs}
        path={path}
        home={home}
        more={
          <Sheet open={more} onOpenChange={setMore}>
            <SheetTrigger className="grid justify-items-center gap-0.75 rounded-md pt-2 pb-1 text-11 font-medium text-subtle">
              <Menu className="size-5 stroke-[1.75]" aria-hidden />
              {t("more")}
            </SheetTrigger>
            <SheetContent title={t("more")}>
              <SideNav label={t("more")} sections={sections} path={path} home={home} />
              {usage}
            </SheetContent>
          </Sheet>
        }
      />
    </TooltipProvider>
  );
}
