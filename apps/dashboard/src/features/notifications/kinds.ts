import type { NotificationKind } from "@/api/notifications";

/** Everything one may be told of, what cannot wait first. */
export const KINDS = [
  "order_placed",
  "fraud_held",
  "fraud_review",
  "dispute_changed",
  "purchase_attention",
  "supplier_attention",
  "low_stock",
  "review_written",
  "webhook_disabled",
] as const satisfies readonly NotificationKind[];

/** How one may be written to. */
export const EMAILS = ["never", "at_once", "daily"] as const;
