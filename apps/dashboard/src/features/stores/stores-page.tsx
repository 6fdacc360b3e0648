"use client";

import { Monogram } from "@ecomm/ui/avatar";
import { Button } from "@ecomm/ui/button";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { Badge, Status } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink, Plus } from "lucide-react";
import Link from "next/link";
import { type Store, storesQuery } from "@/api/stores";
import { shopHost } from "@/features/stores/shop-host";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { StoreFigures } from "./store-figures";
import { storesTexts } from "./texts";

function StoreCard({ store }: { store: Store }) {
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
      {busy ? null : <StoreFigures store={store} />}
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

/** Every store of the account. */
export function StoresPage() {
  const t = useTexts(storesTexts);
  const shell = useTexts(shellTexts);
  const stores = useQuery(storesQuery);
  const may = useMay();
  const error = loadError(stores, shell);
  const items = stores.data?.items;
  const grid = "grid gap-4 sm:grid-cols-2 xl:grid-cols-3";
  return (
    <Page>
      <PageHeader
        title={t("title")}
        count={stores.data?.page.total}
        actions={
          may("new_store") && items?.length !== 0 ? (
            <NewStoreLink>{t("new_store")}</NewStoreLink>
          ) : null
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
        <div className={grid}>
          {items.map((store) => (
            <StoreCard key={store.id} store={store} />
          ))}
        </div>
      )}
    </Page>
  );
}
