import type { Bundle, CrossSell, Volume } from "@/api/upsells";

export type UpsellState = "on" | "off" | "draft" | "archived" | "scheduled" | "expired" | "used_up";

/** What a row of the list needs of any kind. */
export interface UpsellRow {
  id: string;
  name: string;
  note: string;
  state: UpsellState;
  price?: { amount: number; currency: string };
  left?: number | null;
}

export const rowOfCrossSell = (one: CrossSell): UpsellRow => ({
  id: one.id,
  name: one.name,
  note: one.title,
  state: one.active ? "on" : "off",
});

export const rowOfBundle = (one: Bundle, parts: string): UpsellRow => ({
  id: one.id,
  name: one.title,
  note: one.reason ?? parts,
  state: one.status === "active" ? "on" : one.status,
  price: one.price,
  left: one.available,
});

export const rowOfVolume = (one: Volume, tiers: string): UpsellRow => ({
  id: one.id,
  name: one.name,
  note: tiers,
  state: one.state === "active" ? "on" : one.state,
});
