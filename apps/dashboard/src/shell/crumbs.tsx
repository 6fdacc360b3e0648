"use client";

import type { Crumb } from "@ecomm/ui/breadcrumbs";
import type { Translator } from "@ecomm/ui/i18n";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { shellTexts } from "./texts";

type Texts = Translator<(typeof shellTexts)["messages"]>;

interface Labels {
  label: string | null;
  setLabel: (label: string | null) => void;
}

const LabelContext = createContext<Labels>({ label: null, setLabel: () => undefined });

/** Lets pages name the thing they show, for the last breadcrumb. */
export function CrumbLabels({ children }: { children: ReactNode }) {
  const [label, setLabel] = useState<string | null>(null);
  const value = useMemo(() => ({ label, setLabel }), [label]);
  return <LabelContext value={value}>{children}</LabelContext>;
}

/** Names the thing this page shows (a product, an order) and the browser's tab. */
export function usePageLabel(label: string | null | undefined): void {
  const { setLabel } = useContext(LabelContext);
  useEffect(() => {
    if (!label) return;
    setLabel(label);
    const before = document.title;
    document.title = `${label} · Ecomm`;
    return () => {
      setLabel(null);
      document.title = before;
    };
  }, [label, setLabel]);
}

export function useCrumbLabel(): string | null {
  return useContext(LabelContext).label;
}

/** Rooms that stand below another in the sidebar. */
const PARENTS: Readonly<Record<string, string>> = {
  returns: "orders",
  drafts: "orders",
  inventory: "products",
  categories: "products",
  collections: "products",
  imports: "products",
  files: "products",
  "bulk-edits": "products",
  segments: "customers",
  "abandoned-carts": "customers",
  subscribers: "customers",
  "gift-cards": "discounts",
  upsells: "discounts",
  "ab-tests": "discounts",
  blog: "pages",
  seo: "pages",
  navigation: "pages",
  redirects: "pages",
  domains: "pages",
  shipping: "settings",
  taxes: "settings",
  currencies: "settings",
  backups: "settings",
  webhooks: "settings",
  privacy: "settings",
  translations: "settings",
  watchlist: "research",
  disputes: "payments",
  reconciliation: "payments",
};

/** The breadcrumbs of a path. `label` names the page's own thing where the path has its id. */
export function crumbsOf(
  path: string,
  t: Texts,
  storeName: string | null,
  label: string | null,
): Crumb[] {
  const [, room, store, section, item] = path.split("/");
  const business: Record<string, string> = {
    profile: t("profile"),
    team: t("team"),
    "api-keys": t("api_keys"),
    activity: t("activity"),
    notifications: t("notifications"),
    billing: t("billing"),
    partners: t("partners"),
  };
  if (room === "billing" && store === "plans")
    return [{ label: t("billing"), href: "/billing" }, { label: t("plans") }];
  if (room !== "stores") return room && business[room] ? [{ label: business[room] }] : [];
  if (!store) return [{ label: t("stores") }];
  if (store === "new") return [{ label: t("stores"), href: "/stores" }, { label: t("new_store") }];
  const home = `/stores/${store}`;
  const root: Crumb = { label: storeName ?? "…", href: home };
  const names: Record<string, string> = {
    products: t("products"),
    fraud: t("fraud"),
    analytics: t("analytics"),
    reviews: t("reviews"),
    orders: t("orders"),
    returns: t("returns"),
    drafts: t("drafts"),
    inventory: t("inventory"),
    categories: t("categories"),
    customers: t("customers"),
    segments: t("segments"),
    "abandoned-carts": t("abandoned_carts"),
    subscribers: t("subscribers"),
    collections: t("collections"),
    "bulk-edits": t("bulk_edits"),
    imports: t("imports"),
    files: t("files"),
    translations: t("languages"),
    settings: t("settings"),
    shipping: t("shipping"),
    taxes: t("taxes"),
    currencies: t("currencies"),
    payments: t("payments"),
    disputes: t("disputes"),
    reconciliation: t("reconciliation"),
    backups: t("backups"),
    channels: t("channels"),
    "past-orders": t("past_orders"),
    webhooks: t("webhooks"),
    privacy: t("privacy"),
    pages: t("pages"),
    blog: t("blog"),
    seo: t("seo"),
    navigation: t("navigation"),
    redirects: t("redirects"),
    domains: t("domains"),
    "purchase-orders": t("purchase_orders"),
    "price-rules": t("price_rules"),
    suppliers: t("suppliers"),
    "find-products": t("find"),
    research: t("research"),
    watchlist: t("watchlist"),
    "import-review": t("import_review"),
    mappings: t("mappings"),
    mails: t("mails"),
    discounts: t("discounts"),
    "gift-cards": t("gift_cards"),
    upsells: t("upsells"),
    "ab-tests": t("ab_tests"),
  };
  if (!section) return [root, { label: t("overview") }];
  const name = names[section] ?? section;
  const over = PARENTS[section];
  const parent: Crumb[] = over ? [{ label: names[over] ?? over, href: `${home}/${over}` }] : [];
  if (!item) return [root, ...parent, { label: name }];
  const fresh = {
    imports: "import",
    pages: "new_page",
    blog: "new_post",
    collections: "new_collection",
    discounts: "new_discount",
    upsells: "new_upsell",
    "price-rules": "new_price_rule",
    "ab-tests": "new_ab_test",
  } as const;
  const reports: Record<string, string> = {
    products: t("analytics_products"),
    customers: t("analytics_customers"),
    profit: t("analytics_profit"),
  };
  const report = section === "analytics" ? reports[item] : undefined;
  if (report) return [root, { label: name, href: `${home}/${section}` }, { label: report }];
  const last =
    item === "new" ? t(fresh[section as keyof typeof fresh] ?? "new_product") : (label ?? "…");
  return [root, ...parent, { label: name, href: `${home}/${section}` }, { label: last }];
}
