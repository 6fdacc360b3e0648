"use client";

import type { Schema } from "@ecomm/api-client";
import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/account";

export type Role = Schema<"MeOut">["role"];
/** A role that every business has. */
export type Preset = Exclude<Role, "custom">;
/** A role as somebody holds it: a custom one says what it may do. */
export type Held = Pick<Schema<"MeOut">, "role" | "permissions">;

/** Each role may do what the ones before it may. */
const RANK: Record<Preset, number> = { viewer: 0, staff: 1, admin: 2, owner: 3 };

/** What a custom role needs for what a preset may at least. */
const VERB = { viewer: "read", staff: "write", admin: "manage" } as const;

/** Rooms of the back office that a custom role opens one by one; the API's own words. */
export type Area =
  | "products"
  | "inventory"
  | "pricing"
  | "promotions"
  | "sourcing"
  | "orders"
  | "customers"
  | "analytics"
  | "marketing"
  | "content"
  | "stores"
  | "backups"
  | "channels"
  | "webhooks"
  | "team"
  | "api_keys"
  | "audit"
  | "billing"
  | "partners";

/** For each thing one may do, the least preset and the area a custom role needs it in. The API
 * decides; this spares people its refusals. */
const LEAST = {
  /** Products, pictures, categories, imports and translations. */
  catalog: ["staff", "products"],
  /** Deleting products for good, and the store's languages. */
  catalog_settings: ["admin", "products"],
  stock: ["staff", "inventory"],
  /** Pages, menus, the blog, search engines and reviews. */
  content: ["staff", "content"],
  content_settings: ["admin", "content"],
  /** Discounts and offers. */
  promotions: ["staff", "promotions"],
  /** Gift cards and store credit: money given away. */
  balances: ["admin", "promotions"],
  /** Tests and subscribers. */
  marketing: ["staff", "marketing"],
  marketing_settings: ["admin", "marketing"],
  /** Shipping and cancelling. */
  orders: ["staff", "orders"],
  /** Rules for returns and fraud, invoices and how money comes in. */
  order_settings: ["admin", "orders"],
  customers: ["staff", "customers"],
  customer_settings: ["admin", "customers"],
  /** What is found, watched and imported from suppliers. */
  sourcing: ["staff", "sourcing"],
  /** Supplier accounts, and what runs by itself. */
  sourcing_settings: ["admin", "sourcing"],
  /** Approving, cancelling and looking up what is bought at suppliers. */
  purchases: ["staff", "sourcing"],
  /** What things cost and what is earned with them, on pages of their own. */
  costs: ["staff", "sourcing"],
  /** Trying price rules, locking prices, deciding about price changes. */
  prices: ["staff", "sourcing"],
  /** The rules that make prices, and applying them to everything. */
  price_rules: ["admin", "sourcing"],
  /** Prices in other currencies. */
  rates: ["staff", "pricing"],
  /** Taxes and currencies. */
  pricing_settings: ["admin", "pricing"],
  /** Test mails. */
  mails: ["staff", "stores"],
  /** Sending a mail again. */
  sent_mails: ["staff", "customers"],
  /** What a store is called, where it sells, what delivery costs. */
  settings: ["admin", "stores"],
  /** Taking backups, and putting a store back as it was. */
  backups: ["admin", "backups"],
  channels: ["admin", "channels"],
  webhooks: ["admin", "webhooks"],
  new_store: ["admin", "stores"],
  delete_store: ["owner", null],
  /** Members, invitations and roles. */
  team: ["admin", "team"],
  api_keys: ["admin", "api_keys"],
  /** The log of what was done. */
  activity: ["admin", "audit"],
  /** The platform's bills. */
  bills: ["admin", "billing"],
  /** What came of recommending the platform. */
  partners: ["admin", "partners"],
  /** Asking everybody for two-factor authentication, handing the business over, and its plan. */
  own_business: ["owner", null],
} as const satisfies Record<string, readonly ["staff" | "admin", Area] | readonly ["owner", null]>;

export type Capability = keyof typeof LEAST;

/** The least preset that may do this. */
export const leastRole = (what: Capability): (typeof LEAST)[Capability][0] => LEAST[what][0];

/** What a custom role needs to do this; null: only an owner may. */
export function permissionFor(what: Capability): string | null {
  const [least, area] = LEAST[what];
  return area === null ? null : `${area}:${VERB[least]}`;
}

/** Whether a role may do this. A role that is not known yet may do nothing. */
export function may(held: Held | undefined, what: Capability): boolean {
  if (held === undefined) return false;
  if (held.role !== "custom") return RANK[held.role] >= RANK[LEAST[what][0]];
  const needed = permissionFor(what);
  return needed !== null && (held.permissions ?? []).includes(needed);
}

/** Whether a role may look into an area. Presets look everywhere; a role that is not known yet is
 * taken for one, so that nothing moves for most people when it is known. */
export function maySee(held: Held | undefined, area: Area | null): boolean {
  if (area === null || held?.role !== "custom") return true;
  const verb = area === "audit" ? "manage" : "read";
  return (held.permissions ?? []).includes(`${area}:${verb}`);
}

/** What the signed-in person may do in this account. */
export function useMay(): (what: Capability) => boolean {
  const { data } = useQuery(meQuery);
  return (what) => may(data, what);
}

/** Which areas the signed-in person may look into. */
export function useMaySee(): (area: Area | null) => boolean {
  const { data } = useQuery(meQuery);
  return (area) => maySee(data, area);
}
