import type { NavItem, NavSection } from "@ecomm/ui/app-shell";
import type { Translator } from "@ecomm/ui/i18n";
import {
  Boxes,
  Inbox,
  LayoutDashboard,
  Mail,
  Package,
  Plus,
  Settings,
  Store as StoreIcon,
} from "lucide-react";
import type { shellTexts } from "./texts";

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
  };
  const products: NavItem = {
    key: "products",
    href: `${home}/products`,
    label: t("products"),
    icon: Package,
    children: [
      { key: "categories", href: `${home}/categories`, label: t("categories") },
      { key: "inventory", href: `${home}/inventory`, label: t("inventory") },
      { key: "imports", href: `${home}/imports`, label: t("imports") },
    ],
  };
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
  const settings: NavItem = {
    key: "settings",
    href: `${home}/settings`,
    label: t("settings"),
    icon: Settings,
  };
  return {
    home,
    tabs: [overview, orders, products, inventory],
    sections: [
      { key: "main", items: [overview, orders, products] },
      { key: "shop", title: t("online_store"), items: [...shop, settings] },
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
): { sections: NavSection[]; tabs: NavItem[]; home: string } {
  const stores: NavItem = { key: "stores", href: "/stores", label: t("stores"), icon: StoreIcon };
  const fresh: NavItem = { key: "new", href: "/stores/new", label: t("new_store"), icon: Plus };
  return {
    home: "/stores",
    tabs: [stores, fresh],
    sections: [{ key: "main", items: [stores, fresh] }, ...localSection(t, mailboxUrl)],
  };
}
