/** The reasons that providers name and the catalogue has words for. */
const KNOWN = [
  "fraudulent",
  "product_not_received",
  "product_unacceptable",
  "duplicate",
  "credit_not_processed",
  "subscription_canceled",
  "unrecognized",
] as const;

export type KnownReason = (typeof KNOWN)[number];

/** The catalogue's key of a reason, or null where it has no words for it. */
export function knownReason(reason: string): KnownReason | null {
  return KNOWN.find((known) => known === reason) ?? null;
}

/** A reason as it came, readable: underscores are no words. */
export const plainReason = (reason: string): string => reason.replaceAll("_", " ");
