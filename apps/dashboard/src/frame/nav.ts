import type { NavItem, NavSection } from "@ecomm/ui/app-shell";
import type { Translator } from "@ecomm/ui/i18n";
import {
  Boxes,
  Cable,
  ChartNoAxesColumn,
  ClipboardList,
  Contact,
  CreditCard,
  FileText,
  FlaskConical,
  Handshake,
  History,
  Inbox,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  Mail,
  Package,
  Plus,
  Receipt,
  Send,
  Settings,
  SlidersHorizontal,
  Store as StoreIcon,
  Telescope,
  TicketPercent,
  Users,
  Warehouse,
} from "lucide-react";
import type { shellTexts } from "@/shell/texts";

type Texts = Translator<(typeof shellTexts)["messages"]>;

interface Facts {
  toShip: number | undefined;
  storefrontUrl: string | undefined;
  mailboxUrl: string | null;
}

/** Sidebar and phone tabs of one store. */
export function storeNav(
  store: string,
  t: Texts,
  facts: Facts,
): { sections: NavSection[]; tabs: NavItem[]; home: string } {
  const home = `/stores/${store}`;
  const overview: NavItem = {
    key: "overview",
    href: home,
    label: t("overview"),
    icon: LayoutDashboard,
  };
  const orders: NavItem = {
    key: "orders",
    href: `${home}/orders`,
    label: t("orders"),
    icon: Inbox,
    ...(facts.toShip ? { count: facts.toShip } : {}),
    children: [
      { key: "drafts", href: `${home}/drafts`, label: t("drafts") },
      { key: "returns", href: `${home}/returns`, label: t("returns") },
      { key: "fraud", href: `${home}/fraud`, label: t("fraud") },
      { key: "past-orders", href: `${home}/past-orders`, label: t("past_orders") },
    ],
  };
  const products: NavItem = {
    key: "products",
    href: `${home}/products`,
    label: t("products"),
    icon: Package,
    children: [
      { key: "collections", href: `${home}/collections`, label: t("collections") },
      { key: "categories", href: `${home}/categories`, label: t("categories") },
      { key: "inventory", href: `${home}/inventory`, label: t("inventory") },
      { key: "imports", href: `${home}/imports`, label: t("imports") },
      { key: "bulk-edits", href: `${home}/bulk-edits`, label: t("bulk_edits") },
      { key: "files", href: `${home}/files`, label: t("files") },
    ],
  };
  const customers: NavItem = {
    key: "customers",
    href: `${home}/customers`,
    label: t("customers"),
    icon: Contact,
    children: [
      { key: "segments", href: `${home}/segments`, label: t("segments") },
      { key: "subscribers", href: `${home}/subscribers`, label: t("subscribers") },
      { key: "abandoned-carts", href: `${home}/abandoned-carts`, label: t("abandoned_carts") },
      { key: "reviews", href: `${home}/reviews`, label: t("reviews") },
    ],
  };
  const discounts: NavItem = {
    key: "discounts",
    href: `${home}/discounts`,
    label: t("discounts"),
    icon: TicketPercent,
    children: [
      { key: "upsells", href: `${home}/upsells`, label: t("upsells") },
      { key: "gift-cards", href: `${home}/gift-cards`, label: t("gift_cards") },
      { key: "ab-tests", href: `${home}/ab-tests`, label: t("ab_tests") },
    ],
  };
  const payments: NavItem = {
    key: "payments",
    href: `${home}/payments`,
    label: t("payments"),
    icon: CreditCard,
    children: [
      { key: "disputes", href: `${home}/disputes`, label: t("disputes") },
      { key: "reconciliation", href: `${home}/reconciliation`, label: t("reconciliation") },
      {
        key: "payment-settings",
        href: `${home}/payments/settings`,
        label: t("payment_settings"),
      },
    ],
  };
  const analytics: NavItem = {
    key: "analytics",
    href: `${home}/analytics`,
    label: t("analytics"),
    icon: ChartNoAxesColumn,
    children: [
      {
        key: "analytics-products",
        href: `${home}/analytics/products`,
        label: t("analytics_products"),
      },
      {
        key: "analytics-customers",
        href: `${home}/analytics/customers`,
        label: t("analytics_customers"),
      },
      { key: "analytics-profit", href: `${home}/analytics/profit`, label: t("analytics_profit") },
    ],
  };
  const sourcing: NavItem[] = [
    { key: "suppliers", href: `${home}/suppliers`, label: t("suppliers"), icon: Warehouse },
    { key: "find-products", href: `${home}/find-products`, label: t("find"), icon: Telescope },
    {
      key: "research",
      href: `${home}/research`,
      label: t("research"),
      icon: FlaskConical,
      children: [{ key: "watchlist", href: `${home}/watchlist`, label: t("watchlist") }],
    },
    {
      key: "import-review",
      href: `${home}/import-review`,
      label: t("import_review"),
      icon: ListChecks,
    },
    { key: "mappings", href: `${home}/mappings`, label: t("mappings"), icon: Cable },
    {
      key: "purchase-orders",
      href: `${home}/purchase-orders`,
      label: t("purchase_orders"),
      icon: ClipboardList,
    },
    {
      key: "price-rules",
      href: `${home}/price-rules`,
      label: t("price_rules"),
      icon: SlidersHorizontal,
    },
  ];
  const inventory: NavItem = {
    key: "inventory-tab",
    href: `${home}/inventory`,
    label: t("inventory"),
    icon: Boxes,
  };
  const shop: NavItem[] = facts.storefrontUrl
    ? [
        {
          key: "shop",
          href: facts.storefrontUrl,
          label: t("see_shop"),
          icon: StoreIcon,
          external: true,
        },
      ]
    : [];
  const pages: NavItem = {
    key: "pages",
    href: `${home}/pages`,
    label: t("pages"),
    icon: FileText,
    children: [
      { key: "blog", href: `${home}/blog`, label: t("blog") },
      { key: "seo", href: `${home}/seo`, label: t("seo") },
      { key: "navigation", href: `${home}/navigation`, label: t("navigation") },
      { key: "redirects", href: `${home}/redirects`, label: t("redirects") },
      { key: "domains", href: `${home}/domains`, label: t("domains") },
    ],
  };
  const settings: NavItem = {
    key: "settings",
    href: `${home}/settings`,
    label: t("settings"),
    icon: Settings,
    children: [
      { key: "shipping", href: `${home}/shipping`, label: t("shipping") },
      { key: "taxes", href: `${home}/taxes`, label: t("taxes") },
      { key: "currencies", href: `${home}/currencies`, label: t("currencies") },
      { key: "translations", href: `${home}/translations`, label: t("languages") },
      { key: "backups", href: `${home}/backups`, label: t("backups") },
      { key: "channels", href: `${home}/channels`, label: t("channels") },
      { key: "webhooks", href: `${home}/webhooks`, label: t("webhooks") },
      { key: "privacy", href: `${home}/privacy`, label: t("privacy") },
    ],
  };
  const mails: NavItem = {
    key: "mails",
    href: `${home}/mails`,
    label: t("mails"),
    icon: Send,
  };
  return {
    home,
    tabs: [overview, orders, products, inventory],
    sections: [
      {
        key: "main",
        items: [overview, orders, products, customers, discounts, payments, analytics],
      },
      { key: "sourcing", title: t("sourcing"), items: sourcing },
      { key: "shop", title: t("online_store"), items: [...shop, pages, mails, settings] },
      ...localSection(t, facts.mailboxUrl),
    ],
  };
}

function localSection(t: Texts, mailboxUrl: string | null): NavSection[] {
  if (!mailboxUrl) return [];
  const icon = Mail;
  const item = { key: "mailbox", href: mailboxUrl, label: t("mailbox"), icon, external: true };
  return [{ key: "local", title: t("local"), items: [item] }];
}

/** Sidebar and phone tabs above all stores. */
export function accountNav(
  t: Texts,
  mailboxUrl: string | null,
  may: { store: boolean; activity: boolean },
): { sections: NavSection[]; tabs: NavItem[]; home: string } {
  const stores: NavItem = { key: "stores", href: "/stores", label: t("stores"), icon: StoreIcon };
  const fresh: NavItem = { key: "new", href: "/stores/new", label: t("new_store"), icon: Plus };
  const team: NavItem = { key: "team", href: "/team", label: t("team"), icon: Users };
  const keys: NavItem = {
    key: "api-keys",
    href: "/api-keys",
    label: t("api_keys"),
    icon: KeyRound,
  };
  const activity: NavItem = {
    key: "activity",
    href: "/activity",
    label: t("activity"),
    icon: History,
  };
  const billing: NavItem = {
    key: "billing",
    href: "/billing",
    label: t("billing"),
    icon: Receipt,
  };
  const partners: NavItem = {
    key: "partners",
    href: "/partners",
    label: t("partners"),
    icon: Handshake,
  };
  // What depends on the role comes last: nothing moves when it is known.
  const items = [
    ...[stores, team, keys, billing, partners],
    ...(may.activity ? [activity] : []),
    ...(may.store ? [fresh] : []),
  ];
  return {
    home: "/stores",
    tabs: may.store ? [stores, team, fresh] : [stores, team],
    sections: [{ key: "main", items }, ...localSection(t, mailboxUrl)],
  };
}
