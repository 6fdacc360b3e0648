"use client";

import { Button } from "@ecomm/ui/button";
import { useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { Status } from "@ecomm/ui/status";
import { ViewTabs } from "@ecomm/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { type PriceRule, priceChangesQuery, priceRulesQuery } from "@/api/price-rules";
import type { Store } from "@/api/stores";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { ApplyBanner, useApplying } from "./applying";
import { ChangesView, PER_PAGE } from "./changes-view";
import { PricesView } from "./prices-view";
import { priceRuleTexts } from "./texts";
import { formulaText, guardText, scopeText } from "./words";

const ApplyDialog = dynamic(() => import("./apply-dialog").then((part) => part.ApplyDialog), {
  ssr: false,
});

const VIEWS = ["prices", "changes"] as const;
const LIST = { sort: "", sorts: [], filters: { view: VIEWS }, views: ["view"] } as const;

/** The store's price rules, the prices they make, and the changes that wait for a person. */
export function PriceRulesPage() {
  const t = useTexts(priceRuleTexts);
  const store = useStore();
  const may = useMay();
  const list = useListState(LIST);
  const rules = useQuery(priceRulesQuery(store.id));
  const waiting = useQuery(priceChangesQuery(store.id, 1, PER_PAGE));
  const [asking, setAsking] = useState(false);
  const applying = useApplying(store);
  const mine = may("prices");
  const wanted = VIEWS.find((name) => name === list.state.filters.view);
  const view = wanted === "prices" && !mine ? undefined : wanted;
  const count = waiting.data?.page.total;
  const some = (rules.data?.length ?? 0) > 0;
  return (
    <Page>
      <PageHeader
        title={t("title")}
        count={rules.data?.length}
        actions={
          may("price_rules") ? (
            <>
              {some ? (
                <Button disabled={applying.id !== null} onClick={() => setAsking(true)}>
                  {t("apply")}
                </Button>
              ) : null}
              <Button asChild variant={some || view ? "primary" : "default"}>
                <Link href={`/stores/${store.id}/price-rules/new`}>
                  <Plus aria-hidden />
                  {t("add")}
                </Link>
              </Button>
            </>
          ) : null
        }
      />
      <ApplyBanner applying={applying} store={store} />
      <ViewTabs
        label={t("views")}
        current={view ?? ""}
        onChoose={(key) => list.setFilter("view", key || null)}
        views={[
          { key: "", label: t("view_rules") },
          ...(mine ? [{ key: "prices", label: t("view_prices") }] : []),
          { key: "changes", label: t("view_changes"), count },
        ]}
      />
      <div className="mt-4">
        {view === "prices" ? (
          <PricesView list={list} />
        ) : view === "changes" ? (
          <ChangesView list={list} />
        ) : (
          <Rules query={rules} store={store} />
        )}
      </div>
      {asking ? (
        <ApplyDialog
          store={store}
          onClose={() => setAsking(false)}
          onStarted={(id) => {
            setAsking(false);
            applying.follow(id);
          }}
        />
      ) : null}
    </Page>
  );
}

function Rules({
  query,
  store,
}: {
  query: { data: PriceRule[] | undefined; error: unknown; refetch: () => unknown };
  store: Store;
}) {
  const t = useTexts(priceRuleTexts);
  const shell = useTexts(shellTexts);
  const may = useMay();
  const error = loadError(query, shell);
  const rules = query.data;
  if (error) {
    return (
      <Panel>
        <LoadError error={error} />
      </Panel>
    );
  }
  if (!rules) {
    return (
      <Panel aria-busy="true">
        {["a", "b", "c"].map((key) => (
          <div key={key} className="flex h-15 items-center gap-6 border-t px-4 first:border-0">
            <Skeleton className="w-48" />
            <Skeleton className="ms-auto w-24" />
          </div>
        ))}
      </Panel>
    );
  }
  if (rules.length === 0) {
    return (
      <Panel>
        <EmptyState
          drawing={<ShelfDrawing />}
          title={t("empty_title")}
          actions={
            may("price_rules") ? (
              <Button asChild variant="primary">
                <Link href={`/stores/${store.id}/price-rules/new`}>{t("add")}</Link>
              </Button>
            ) : null
          }
        >
          {t("empty_body")}
        </EmptyState>
      </Panel>
    );
  }
  return (
    <>
      <Panel>
        <ul>
          {rules.map((rule) => (
            <RuleRow key={rule.id} rule={rule} store={store} />
          ))}
        </ul>
      </Panel>
      <p className="px-4 pt-3 text-12 text-subtle">{t("order_help")}</p>
    </>
  );
}

function RuleRow({ rule, store }: { rule: PriceRule; store: Store }) {
  const t = useTexts(priceRuleTexts);
  const guards = guardText(rule, t);
  return (
    <li className="relative grid grid-cols-[2rem_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 border-t px-4 py-3 text-13 first:border-0 hover:bg-hover md:grid-cols-[2rem_minmax(0,1.2fr)_minmax(0,1fr)_minmax(0,1.4fr)_4rem]">
      <span
        className="num text-subtle"
        title={t("rule_position", { position: String(rule.position) })}
      >
        {rule.position}
      </span>
      <Link
        href={`/stores/${store.id}/price-rules/${rule.id}`}
        className="truncate rounded-xs font-medium after:absolute after:inset-0 hover:text-accent"
      >
        {rule.name}
      </Link>
      <span className="truncate text-muted max-md:order-last max-md:col-span-2 max-md:col-start-2">
        {scopeText(rule, t)}
      </span>
      <span className="min-w-0 max-md:order-last max-md:col-span-2 max-md:col-start-2">
        <span className="num block truncate">{formulaText(rule, store.currency, t)}</span>
        {guards ? <span className="num block truncate text-12 text-subtle">{guards}</span> : null}
      </span>
      <span className="justify-self-end">
        <Status
          glyph={rule.active ? "circle-full" : "circle"}
          tone={rule.active ? "success" : "idle"}
        >
          {t(rule.active ? "on" : "off")}
        </Status>
      </span>
    </li>
  );
}
