"use client";

import { AppShell } from "@ecomm/ui/app-shell";
import { useTexts } from "@ecomm/ui/i18n";
import { type ShortcutGroup, useShortcuts } from "@ecomm/ui/shortcuts";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useParams, usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { meQuery } from "@/api/account";
import { subscriptionQuery } from "@/api/billing";
import { toShipQuery } from "@/api/orders";
import { storeQuery } from "@/api/stores";
import { standingOf } from "@/features/billing/standing";
import { Arrivals, Bell } from "@/features/notifications/bell";
import type { Deployment } from "@/server/settings";
import { CrumbLabels, crumbsOf, useCrumbLabel } from "@/shell/crumbs";
import { type LimitHit, onLimit } from "@/shell/limits";
import { may, maySee } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { AccountMenu } from "./account-menu";
import { FactorGate, FootNotes, VerifyNote } from "./account-notes";
import { AreaGate } from "./area-gate";
import { areaOf, seenNav } from "./areas";
import { accountNav, storeNav } from "./nav";
import { PlanMeter } from "./plan-meter";
import { shellShortcuts } from "./shortcuts";
import { StoreSwitcher } from "./store-switcher";

const loadPalette = () => import("./palette").then((part) => part.Palette);
const Palette = dynamic(loadPalette, { ssr: false });
const ShortcutsDialog = dynamic(
  () => import("@ecomm/ui/shortcuts-dialog").then((part) => part.ShortcutsDialog),
  { ssr: false },
);
const LimitDialog = dynamic(
  () => import("@/features/billing/limit-dialog").then((part) => part.LimitDialog),
  { ssr: false },
);
const StandingNote = dynamic(
  () => import("@/features/billing/standing-note").then((part) => part.StandingNote),
  { ssr: false },
);

/** Whether the palette is here: fetched when the page itself is, so that ⌘K opens at once. */
function usePaletteReady(): boolean {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => {
      // A fetch that fails is made again when the palette is opened, and says so then.
      loadPalette().then(
        () => gone || setReady(true),
        () => undefined,
      );
    }, 300);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, []);
  return ready;
}

interface Props {
  deployment: Deployment;
  narrow: boolean;
  children: ReactNode;
}

/** The frame around every signed-in page. */
export function Shell(props: Props) {
  return (
    <CrumbLabels>
      <Frame {...props} />
    </CrumbLabels>
  );
}

function Frame({ deployment, narrow, children }: Props) {
  const t = useTexts(shellTexts);
  const path = usePathname();
  const router = useRouter();
  const params = useParams<{ storeId?: string }>();
  const storeId = params.storeId ?? null;
  const label = useCrumbLabel();
  const [palette, setPalette] = useState(false);
  const paletteReady = usePaletteReady();
  const [help, setHelp] = useState(false);
  const me = useQuery(meQuery);
  const held = me.data;
  const store = useQuery({ ...storeQuery(storeId ?? ""), enabled: storeId !== null });
  const toShip = useQuery({
    ...toShipQuery(storeId ?? ""),
    enabled: storeId !== null && store.isSuccess && maySee(held, "orders"),
  });
  const mailboxUrl = deployment.mailboxUrl;
  const storefrontUrl = store.data?.storefront_url;
  const nav = useMemo(
    () =>
      seenNav(
        storeId
          ? storeNav(storeId, t, { toShip: toShip.data, storefrontUrl, mailboxUrl })
          : accountNav(t, mailboxUrl, {
              store: may(held, "new_store"),
              activity: may(held, "activity"),
            }),
        (area) => maySee(held, area),
      ),
    [storeId, t, held, toShip.data, storefrontUrl, mailboxUrl],
  );
  const shortcuts = useMemo<ShortcutGroup[]>(
    () =>
      shellShortcuts(t, storeId, (what) => may(held, what), {
        go: (to) => router.push(to),
        help: () => setHelp(true),
        sees: (to) => maySee(held, areaOf(to)),
      }),
    [t, storeId, held, router],
  );
  useShortcuts(shortcuts);

  const [hit, setHit] = useState<LimitHit | null>(null);
  useEffect(() => onLimit(setHit), []);
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

  const name = me.data?.name ?? "";
  // Whoever has to set up a second factor first is not told anything yet.
  const told =
    me.data !== undefined && (!me.data.two_factor_required || me.data.two_factor_enabled);
  // Where nothing is to be paid nobody is asked.
  const paying = told && me.data?.plan !== "self_hosted";
  const plan = useQuery({ ...subscriptionQuery, enabled: paying && maySee(held, "billing") }).data;
  const standing = plan && paying ? standingOf(plan, Date.now()) : null;
  // The billing pages say it themselves.
  const warned = standing !== null && standing.kind !== "trial" && !path.startsWith("/billing");
  return (
    <AppShell
      sections={nav.sections}
      tabs={nav.tabs}
      home={nav.home}
      narrowAtFirst={narrow}
      crumbs={crumbsOf(path, t, store.data?.name ?? null, label)}
      onJump={() => setPalette(true)}
      onHelp={() => setHelp(true)}
      userName={name || "…"}
      accountMenu={<AccountMenu me={me.data} />}
      bell={<Bell on={told} />}
      switcher={(folded) => (
        <StoreSwitcher
          store={store.data}
          storeId={storeId}
          accountName={me.data?.tenant_name ?? ""}
          narrow={folded}
        />
      )}
      usage={
        me.data ? (
          <PlanMeter me={me.data} daysLeft={standing?.kind === "trial" ? standing.days : null} />
        ) : null
      }
    >
      <FactorGate me={me.data} path={path}>
        <AreaGate me={me.data} path={path} first={nav.sections[0]?.items[0]}>
          {children}
        </AreaGate>
      </FactorGate>
      <Arrivals on={told} />
      <FootNotes>
        {plan && warned ? <StandingNote found={plan} linked /> : null}
        {me.data && !me.data.email_verified ? <VerifyNote me={me.data} /> : null}
      </FootNotes>
      {hit ? <LimitDialog hit={hit} onClose={() => setHit(null)} /> : null}
      {palette || paletteReady ? (
        <Palette
          open={palette}
          onOpenChange={setPalette}
          storeId={storeId}
          currentStore={store.data}
          onHelp={() => setHelp(true)}
        />
      ) : null}
      {help ? <ShortcutsDialog open onOpenChange={setHelp} groups={shortcuts} /> : null}
    </AppShell>
  );
}
