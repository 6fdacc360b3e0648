import type { Translator } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import type { Notification } from "@/api/notifications";
import type { notificationsTexts } from "./texts";

type Texts = Translator<(typeof notificationsTexts)["messages"]>;

const WANTS = [
  "awaiting_approval",
  "placed_unpaid",
  "unknown",
  "no_tracking",
  "no_movement",
] as const;
const MOVED = ["needs_response", "won", "lost", "closed"] as const;

/** A notification in one sentence of the reader's language. */
export function wordsOf({ kind, facts, units }: Notification, t: Texts, zone = "UTC"): string {
  const number = String(facts.number ?? "");
  const title = facts.title ?? "";
  const score = facts.score ?? 0;
  switch (kind) {
    case "order_placed":
      return t(facts.test ? "order_placed_test" : "order_placed", { number });
    case "review_written": {
      const values = { title, rating: facts.rating ?? 0 };
      return t(facts.status === "pending" ? "review_written_pending" : "review_written", values);
    }
    case "low_stock": {
      if (units > 1) return t("low_stock_many", { units });
      const named = facts.variant ? `${title} · ${facts.variant}` : title;
      return t("low_stock", { title: named, available: facts.available ?? 0 });
    }
    case "fraud_held":
      return t("fraud_held", { number, score });
    case "fraud_review":
      return t("fraud_review", { number, score });
    case "supplier_attention":
      return t("supplier_attention", { title });
    case "purchase_attention": {
      if (units > 1) return t("purchase_attention_many", { units });
      const why = WANTS.find((one) => one === facts.reason || one === facts.status);
      const flagged = WANTS.find((one) => one === facts.reason);
      const wants = t(`wants_${flagged ?? why ?? "other"}`);
      return t("purchase_attention", { number, title, wants });
    }
    case "webhook_disabled":
      return t(facts.reason === "gone" ? "webhook_gone" : "webhook_failing", { title });
    case "dispute_changed":
      return dispute(facts, t, zone);
  }
}

function dispute(facts: Notification["facts"], t: Texts, zone: string): string {
  const status = MOVED.find((one) => one === facts.status) ?? "other";
  const by =
    status === "needs_response" && facts.due_by
      ? ` ${t("by_day", { day: formatDate(facts.due_by, "day", t.locale, zone) })}`
      : "";
  const values = {
    amount: facts.amount ? formatMoney(facts.amount, t.locale) : "",
    moved: `${t(`moved_${status}`)}${by}`,
    number: String(facts.number ?? ""),
  };
  if (facts.inquiry) return t(facts.number === null ? "inquiry" : "inquiry_of", values);
  return t(facts.number === null ? "dispute" : "dispute_of", values);
}

/** What else there is to know, beside the store's name. */
export function detailOf({ kind, facts }: Notification, locale: string): string | null {
  return kind === "order_placed" && facts.amount ? formatMoney(facts.amount, locale) : null;
}

/** The page that shows what a notification is about. */
export function pageOf({ kind, store_id, resource_id, units }: Notification): string {
  const store = `/stores/${store_id}`;
  switch (kind) {
    case "order_placed":
    case "fraud_held":
    case "fraud_review":
      return `${store}/orders/${resource_id}`;
    case "review_written":
      return `${store}/reviews`;
    case "low_stock":
      return `${store}/inventory?stock=low`;
    case "supplier_attention":
      return `${store}/suppliers/${resource_id}`;
    case "purchase_attention":
      return units > 1
        ? `${store}/purchase-orders?view=attention`
        : `${store}/purchase-orders/${resource_id}`;
    case "webhook_disabled":
      return `${store}/webhooks/${resource_id}`;
    case "dispute_changed":
      return `${store}/disputes/${resource_id}`;
  }
}

/** When the last of them happened: marking "all" leaves what came since. */
export function newestOf(items: readonly Notification[]): string | undefined {
  return items
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
}
