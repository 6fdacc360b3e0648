"use client";

import { usePlace } from "@ecomm/suite-kit/context";
import type { ProductApp } from "@ecomm/suite-kit/product";
import { AppShell } from "@ecomm/ui/app-shell";
import { CommandPalette } from "@ecomm/ui/command-palette";
import {
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
} from "@ecomm/ui/dropdown-menu";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { type ShortcutGroup, useShortcuts } from "@ecomm/ui/shortcuts";
import { ShortcutsDialog } from "@ecomm/ui/shortcuts-dialog";
import { ThemeMenuItems } from "@ecomm/ui/theme";
import { toast } from "@ecomm/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { type Me, meQuery } from "@/api/account";
import { frameTexts } from "./texts";

/** The frame around every signed-in page of a product. */
export function Shell({
  app,
  narrow,
  children,
}: {
  app: ProductApp;
  narrow: boolean;
  children: ReactNode;
}) {
  const t = useTexts(frameTexts);
  const { locale } = useLocale();
  const { http, base } = usePlace();
  const path = usePathname();
  const router = useRouter();
  const [palette, setPalette] = useState(false);
  const [query, setQuery] = useState("");
  const [help, setHelp] = useState(false);
  const me = useQuery(meQuery(http)).data;
  const home = `${base}/app`;
  const sections = useMemo(() => app.navigation(locale, base), [app, locale, base]);
  const items = sections.flatMap((section) => section.items);
  const shortcuts: ShortcutGroup[] = [
    {
      title: t("keys_do"),
      items: [
        { keys: ["⌘", "K"], label: t("keys_search") },
        { keys: ["?"] as const, label: t("keys_help"), run: () => setHelp(true) },
      ],
    },
  ];
  useShortcuts(shortcuts);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setPalette((open) => !open);
      }
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const leave = () =>
    http.session("logout", {}).then(
      () => window.location.assign(`${base}/login`),
      () => toast.error(t("failed")),
    );
  const current = items.find((item) => item.href === path) ?? items[0];
  const { Mark } = app;
  return (
    <AppShell
      sections={sections}
      tabs={items.slice(0, 4)}
      home={home}
      narrowAtFirst={narrow}
      crumbs={[{ label: app.title, href: home }, { label: current?.label ?? app.title }]}
      onJump={() => setPalette(true)}
      onHelp={() => setHelp(true)}
      userName={me?.name ?? "…"}
      accountMenu={<AccountMenu me={me} onLeave={leave} />}
      switcher={(folded) => (
        <Link
          href={home}
          className="flex h-10 items-center gap-2.5 rounded-sm px-2 text-16 font-bold tracking-[-0.02em] [font-family:var(--face-display)] md:h-9"
        >
          <Mark className="size-6 shrink-0 text-accent" />
          <span className={folded ? "sr-only" : undefined}>{app.title}</span>
        </Link>
      )}
    >
      {children}
      <CommandPalette
        open={palette}
        onOpenChange={setPalette}
        query={query}
        onQueryChange={setQuery}
        placeholder={t("palette")}
        groups={[
          {
            key: "pages",
            title: t("pages"),
            items: items.map(({ key, label, href, icon: Icon }) => ({
              id: key,
              label,
              mark: <Icon aria-hidden />,
              run: () => router.push(href),
            })),
          },
          {
            key: "actions",
            title: t("actions"),
            items: [{ id: "out", label: t("sign_out"), mark: <LogOut aria-hidden />, run: leave }],
          },
        ]}
      />
      {help ? <ShortcutsDialog open onOpenChange={setHelp} groups={shortcuts} /> : null}
    </AppShell>
  );
}

function AccountMenu({ me, onLeave }: { me: Me | undefined; onLeave: () => void }) {
  const t = useTexts(frameTexts);
  const { http, base } = usePlace();
  const change = (tenant: string) =>
    http.session("switch", { tenant_id: tenant }).then(
      () => window.location.assign(`${base}/app`),
      () => toast.error(t("failed")),
    );
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
          <DropdownMenuRadioGroup value={me.tenant_id} onValueChange={change}>
            {me.memberships.map((one) => (
              <DropdownMenuRadioItem key={one.tenant_id} value={one.tenant_id}>
                {one.tenant_name}
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
        </>
      ) : null}
      <DropdownMenuSeparator />
      <ThemeMenuItems />
      <DropdownMenuSeparator />
      <DropdownMenuItem onSelect={onLeave}>
        <LogOut aria-hidden />
        {t("sign_out")}
      </DropdownMenuItem>
    </>
  );
}
