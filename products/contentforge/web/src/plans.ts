/** What ContentForge costs where it is used alone: prices in whole US dollars, a year is ten months. */
export interface PlanOffer {
  key: "sheet" | "catalogue" | "warehouse";
  products: number;
  month: number;
  pick: boolean;
}

export const OFFERS: readonly PlanOffer[] = [
  { key: "sheet", products: 100, month: 19, pick: false },
  { key: "catalogue", products: 1_000, month: 59, pick: true },
  { key: "warehouse", products: 10_000, month: 149, pick: false },
];

export const YEAR_IN_MONTHS = 10;
