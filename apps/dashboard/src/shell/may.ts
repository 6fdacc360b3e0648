"use client";

import type { Schema } from "@ecomm/api-client";
import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/account";

export type Role = Schema<"MeOut">["role"];

/** Each role may do what the ones before it may. */
const RANK: Record<Role, number> = { viewer: 0, staff: 1, admin: 2, owner: 3 };

/** The least role for each thing one may do. The API decides; this spares people its refusals. */
const LEAST = {
  /** Products, pictures, categories, stock and imports. */
  catalog: "staff",
  /** Discounts. */
  promotions: "staff",
  /** Gift cards and store credit: money given away. */
  balances: "admin",
  /** Shipping and cancelling. */
  orders: "staff",
  /** Approving, cancelling and looking up what is bought at suppliers. */
  purchases: "staff",
  /** What things cost and what is earned with them, on pages of their own. */
  costs: "staff",
  /** Trying price rules, locking prices, deciding about price changes. */
  prices: "staff",
  /** The rules that make prices, and applying them to everything. */
  price_rules: "admin",
  /** Test mails, and sending one again. */
  mails: "staff",
  /** What a store is called, where it sells, what delivery and tax cost. */
  settings: "admin",
  new_store: "admin",
  delete_store: "owner",
  /** Members, invitations and API keys. */
  team: "admin",
  /** The log of what was done. */
  activity: "admin",
  /** The platform's bills. */
  bills: "admin",
  /** Asking everybody for two-factor authentication, handing the business over, and its plan. */
  own_business: "owner",
} as const satisfies Record<string, Role>;

export type Capability = keyof typeof LEAST;

/** The least role that may do this. */
export const leastRole = (what: Capability): (typeof LEAST)[Capability] => LEAST[what];

/** Whether a role may do this. A role that is not known yet may do nothing. */
export function may(role: Role | undefined, what: Capability): boolean {
  return role !== undefined && RANK[role] >= RANK[LEAST[what]];
}

/** What the signed-in person may do in this account. */
export function useMay(): (what: Capability) => boolean {
  const { data } = useQuery(meQuery);
  return (what) => may(data?.role, what);
}
