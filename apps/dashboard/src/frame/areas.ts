import type { NavItem, NavSection } from "@ecomm/ui/app-shell";
import type { Area } from "@/shell/may";

/** Pages below a store, by the first part of their address. */
const STORE: Record<string, Area> = {
  "": "analytics",
  analytics: "analytics",
  orders: "orders",
  drafts: "orders",
  returns: "orders",
  fraud: "orders",
  "past-orders": "orders",
  "abandoned-carts": "orders",
  payments: "orders",
  disputes: "orders",
  reconciliation: "orders",
  products: "products",
  collections: "products",
  categories: "products",
  imports: "products",
  "bulk-edits": "products",
  files: "products",
  translations: "products",
  inventory: "inventory",
  customers: "customers",
  segments: "customers",
  privacy: "customers",
  subscribers: "marketing",
  "ab-tests": "marketing",
  reviews: "content",
  pages: "content",
  blog: "content",
  seo: "content",
  navigation: "content",
  redirects: "content",
  discounts: "promotions",
  upsells: "promotions",
  "gift-cards": "promotions",
  suppliers: "sourcing",
  "find-products": "sourcing",
  research: "sourcing",
  watchlist: "sourcing",
  "import-review": "sourcing",
  mappings: "sourcing",
  "purchase-orders": "sourcing",
  "price-rules": "sourcing",
  taxes: "pricing",
  currencies: "pricing",
  webhooks: "webhooks",
  channels: "channels",
  settings: "stores",
  shipping: "stores",
  domains: "stores",
  mails: "stores",
  backups: "backups",
};

const ACCOUNT: Record<string, Area> = {
  team: "team",
  "api-keys": "api_keys",
  billing: "billing",
  partners: "partners",
  activity: "audit",
};

/** The area a page is in; null where everybody may look, such as their own profile. */
export function areaOf(path: string): Area | null {
  const [first = "", store, room = "", inner] = path.split(/[?#]/)[0]?.split("/").slice(1) ?? [];
  if (first !== "stores") return ACCOUNT[first] ?? null;
  if (store === undefined || store === "new") return null;
  // Mails that were sent name whom; the others are templates.
  if (room === "mails" && inner === "sent") return "customers";
  return STORE[room] ?? null;
}

type Nav = { sections: NavSection[]; tabs: NavItem[]; home: string };

/** A navigation with the pages that may be looked at. Where a room's own page may not be, the first
 * of those below it that may takes its place. */
export function seenNav(nav: Nav, maySee: (area: Area | null) => boolean): Nav {
  const seen = (item: { href: string; external?: boolean }) =>
    item.external === true || maySee(areaOf(item.href));
  const of = (item: NavItem): NavItem[] => {
    const children = item.children?.filter(seen) ?? [];
    const { children: _, ...bare } = item;
    if (seen(item)) return [children.length > 0 ? { ...bare, children } : bare];
    const [first, ...rest] = children;
    if (!first) return [];
    const { count: __, ...lead } = bare;
    return [{ ...lead, ...first, ...(rest.length > 0 ? { children: rest } : {}) }];
  };
  return {
    home: nav.home,
    tabs: nav.tabs.filter(seen),
    sections: nav.sections
      .map((section) => ({ ...section, items: section.items.flatMap(of) }))
      .filter((section) => section.items.length > 0),
  };
}
