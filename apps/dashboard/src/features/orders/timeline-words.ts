import { createCatalogue } from "@ecomm/ui/catalogue";
import type { Translator } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import type { Order } from "@/api/orders";

type Entry = Order["timeline"][number];
type Kind = Entry["kind"];

const WORDS = {
  placed: "Order placed",
  paid: "Payment received",
  from_draft: "Made from a draft",
  edited: "Order edited",
  held: "Put on hold",
  released: "Released",
  packed: "Parcel packed",
  shipped: "Parcel shipped",
  tracking_changed: "Tracking changed",
  parcel_pending: "Parcel waits",
  parcel_submitted: "Parcel handed over",
  parcel_shipped: "Parcel shipped",
  parcel_failed: "Parcel not taken",
  parcel_cancelled: "Parcel cancelled",
  parcel_delivered: "Parcel delivered",
  parcel_exception: "Parcel held up",
  parcel_returned: "Parcel came back",
  refund_requested: "Refund made",
  refunded: "Money given back",
  refund_failed: "Refund failed",
  cancelled: "Order cancelled",
  return_declared: "Withdrawal begun",
  return_requested: "Return asked for",
  return_approved: "Return approved",
  return_declined: "Return declined",
  return_received: "Return arrived",
  return_completed: "Return completed",
  return_cancelled: "Return cancelled",
  exchange_charged: "The difference of an exchange was asked for",
  exchange_paid: "The difference of an exchange was paid",
  exchange_of: "Sent in exchange",
  dispute_answered: "Evidence sent to the bank",
  dispute_answer_refused: "Evidence was not taken",
  dispute_needs_response: "The bank asks about this payment",
  dispute_under_review: "The bank looks at it",
  dispute_won: "Dispute won",
  dispute_lost: "Dispute lost",
  dispute_closed: "Dispute closed",
  mail_refused: "A mail was not taken",
} as const satisfies Record<Kind, string>;

/** Words for every kind of event: a kind that the API knows and this does not fails the build. */
export const timelineTexts = createCatalogue({
  ...WORDS,
  order_number: "order {number}",
  reason_customer: "the customer asked for it",
  reason_stock: "the goods are not there",
  reason_fraud: "it looks like fraud",
  reason_mistake: "a mistake of ours",
  reason_damaged: "damaged or faulty",
  reason_lost: "lost on the way",
  reason_withdrawal: "withdrawal",
});

type Texts = Translator<(typeof timelineTexts)["messages"]>;

const text = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value : null;

function amount(data: Entry["data"], name: string, locale: string): string | null {
  const value = data[name];
  const currency = text(data.currency);
  return typeof value === "number" && value > 0 && currency
    ? formatMoney({ amount: value, currency }, locale)
    : null;
}

function reason(data: Entry["data"], t: Texts): string | null {
  const code = text(data.reason);
  if (code === null || code === "other") return null;
  return t.has(`reason_${code}`) ? t(`reason_${code}` as "reason_stock") : code;
}

/** What stands below an event: the amount, the reason, the number. Empty where there is no more. */
export function timelineDetail(entry: Entry, t: Texts): string {
  const { data } = entry;
  const after = (data.after ?? {}) as Record<string, unknown>;
  const parts: (string | null)[] = [];
  switch (entry.kind) {
    case "held":
      parts.push(text(after.reason));
      break;
    case "edited": {
      const address = after.shipping_address as Record<string, unknown> | undefined;
      parts.push(text(after.email));
      if (address) parts.push([address.line1, address.city].filter(Boolean).join(", "));
      break;
    }
    case "paid":
    case "refunded":
    case "refund_requested":
    case "refund_failed":
      parts.push(amount(data, "amount", t.locale), reason(data, t), text(data.note));
      break;
    case "exchange_charged":
      parts.push(text(data.name), amount(data, "amount", t.locale));
      break;
    case "exchange_paid":
    case "exchange_of":
      if (typeof data.number === "number") parts.push(t("order_number", { number: data.number }));
      break;
    case "cancelled":
      parts.push(amount(data, "refund", t.locale), reason(data, t), text(data.note));
      break;
    case "packed":
    case "shipped":
    case "tracking_changed":
      parts.push([text(data.carrier), text(data.tracking_number)].filter(Boolean).join(" "));
      break;
    default:
      parts.push(text(data.reason), text(data.note));
  }
  return parts.filter(Boolean).join(" · ");
}
