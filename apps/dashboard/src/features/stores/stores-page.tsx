"use client";

import { Monogram } from "@ecomm/ui/avatar";
import { Button } from "@ecomm/ui/button";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState, Notice } from "@ecomm/ui/states";
import { Badge, Status } from "@ecomm/ui/status";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ExternalLink, Plus } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import {
  allStoresQuery,
  type Range,
  type Store,
  type StoreSummary,
  storesQuery,
} from "@/api/stores";
import { RangeMenu, readRange } from "@/features/overview/range-menu";
import { shopHost } from "@/features/stores/shop-host";
import { LoadError } from "@/shell/load-error";
import { useMay, useMaySee } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { HomeFigures } from "./home-figures";
import { StoreFigures, StoreNeeds } from "./store-figures";
import { storesTexts } from "./texts";

interface CardProps {
  store: Store;
  /** Its figures; null while they are on their way, and where they could not be had. */
  summary: StoreSummary | null;
  failed: boolean;
}

function StoreCard({ store, summary, failed }: CardProps) {
  const t = useTexts(storesTexts);
  const { locale } = useLocale();
  const busy = store.setup.done < store.setup.total;
  return (
    <Panel className="group relative flex flex-col gap-4 p-4 transition-colors hover:bg-hover">
      <div className="flex items-center gap-3">
        <Monogram name={store.name} className="size-10 rounded-md text-16" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">
            <Link
              href={`/stores/${store.id}`}
              className="after:absolute after:inset-0 after:rounded-panel focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus"
            >
              {store.name}
            </Link>
          </h2>
          <p className="truncate text-12 text-subtle">{shopHost(store)}</p>
        </div>
        <a
          href={store.storefront_url}
          target="_blank"
          rel="noreferrer"
          aria-label={`${t("see_shop")}: ${store.name}`}
          className="relative grid size-10 place-items-center rounded-sm text-muted hover:bg-tint hover:text-text md:size-8"
        >
          <ExternalLink className="size-4" aria-hidden />
        </a>
      </div>
      {busy || failed ? null : <StoreFigures summary={summary} />}
      {busy || !summary ? null : <StoreNeeds summary={summary} />}
      <div className="mt-auto flex flex-wrap items-center gap-x-3 gap-y-1 border-t pt-3 text-13">
        {busy ? (
          <Status glyph="circle-half" tone="info">
            {t("setting_up")}
          </Status>
        ) : store.status === "paused" ? (
          <Status glyph="blocked" tone="warning">
            {t("paused")}
          </Status>
        ) : (
          <Status glyph="dot" tone="success">
            {t("open")}
          </Status>
        )}
        {store.test_mode ? <Badge tone="warning">{t("test_mode")}</Badge> : null}
        <span className="ms-auto text-12 text-subtle">
          {store.currency} ·{" "}
          {t("created", { day: formatDate(store.created_at, "dayYear", locale, store.timezone) })}
        </span>
      </div>
    </Panel>
  );
}

function NewStoreLink({ children }: { children: string }) {
  return (
    <Button asChild variant="primary">
      <Link href="/stores/new">
        <Plus aria-hidden />
        {children}
      </Link>
    </Button>
  );
}

/** The way to another store, where the others stand. */
function AddStore() {
  const t = useTexts(storesTexts);
  return (
    <Link
      href="/stores/new"
      className="grid min-h-44 place-content-center justify-items-center gap-2 rounded-panel border border-dashed border-strong p-6 text-center hover:bg-hover"
    >
      <span className="grid size-9 place-items-center rounded-full bg-sunken text-muted">
        <Plus className="size-4" aria-hidden />
      </span>
      <span className="text-13 font-medium">{t("add_title")}</span>
      <span className="max-w-56 text-12 text-subtle">{t("add_body")}</span>
    </Link>
  );
}

/** A period out of the address, and the way to another. */
function usePeriod(): [Range, (range: Range) => void] {
  const search = useSearchParams();
  const choose = (range: Range) => {
    const next = new URLSearchParams(search);
    next.set("range", range);
    window.history.pushState(null, "", `?${next}`);
  };
  return [readRange(search.get("range")), choose];
}

/** Home: every store of the account, how each goes and what waits in it. */
export function StoresPage() {
  const t = useTexts(storesTexts);
  const shell = useTexts(shellTexts);
  const stores = useQuery(storesQuery);
  const [range, choose] = usePeriod();
  const sees = useMaySee();
  const summaries = useQuery({
    ...allStoresQuery(range),
    placeholderData: keepPreviousData,
    enabled: sees("analytics"),
  });
  const may = useMay();
  const error = loadError(stores, shell);
  const failed = summaries.error !== null && summaries.data === undefined;
  // A role that does not see figures gets none, and no word about it.
  const bare = failed || !sees("analytics");
  const found = summaries.data?.items;
  const ofStore = new Map(found?.map((one) => [one.store_id, one]));
  // Stores of many time zones have no day in common: the menu names none.
  const zones = new Set(found?.map((one) => `${one.since} ${one.until}`));
  const items = stores.data?.items;
  const grid = "grid gap-4 sm:grid-cols-2 xl:grid-cols-3";
  return (
    <Page>
      <PageHeader
        title={t("title")}
        count={stores.data?.page.total}
        actions={
          <>
            {items?.length && sees("analytics") ? (
              <RangeMenu
                range={range}
                days={zones.size === 1 ? (found?.[0] ?? null) : null}
                onChange={choose}
                payments={null}
                onPayments={() => undefined}
              />
            ) : null}
            {may("new_store") && items?.length !== 0 ? (
              <NewStoreLink>{t("new_store")}</NewStoreLink>
            ) : null}
          </>
        }
      />
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : items === undefined ? (
        <div className={grid} aria-busy="true">
          {["a", "b", "c"].map((key) => (
            <Panel key={key} className="flex h-44.5 flex-col gap-4 p-4">
              <div className="flex items-center gap-3">
                <Skeleton className="size-10 rounded-md" />
                <span className="grid gap-2">
                  <Skeleton className="w-32" />
                  <Skeleton className="w-24" />
                </span>
              </div>
              <Skeleton className="mt-auto w-40" />
            </Panel>
          ))}
        </div>
      ) : items.length === 0 ? (
        <Panel>
          <EmptyState
            drawing={<ShopDrawing />}
            title={t("empty_title")}
            actions={may("new_store") ? <NewStoreLink>{t("empty_action")}</NewStoreLink> : null}
          >
            {t(may("new_store") ? "empty_body" : "empty_body_viewer")}
          </EmptyState>
        </Panel>
      ) : (
        <>
          {failed ? (
            <Notice tone="warning" className="mb-4">
              {t("figures_error")}
            </Notice>
          ) : found && found.length > 1 ? (
            <HomeFigures summaries={found} />
          ) : null}
          <div className={grid}>
            {items.map((store) => (
              <StoreCard
                key={store.id}
                store={store}
                summary={ofStore.get(store.id) ?? null}
                failed={bare}
              />
            ))}
            {may("new_store") ? <AddStore /> : null}
          </div>
          {found && new Set(found.map((one) => one.currency)).size > 1 ? (
            <p className="mt-4 text-12 text-subtle">{t("currencies_note")}</p>
          ) : null}
        </>
      )}
    </Page>
  );
}
