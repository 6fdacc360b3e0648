import type { Purchase, PurchaseEntry, PurchaseRow, PurchaseStatus } from "@/api/purchases";

/** What a purchase order goes through where nothing goes wrong. */
const WAY = ["queued", "checked", "placing", "placed", "paid", "shipped", "delivered"] as const;

type Milestone = (typeof WAY)[number];
/** How a way ends, or stops, beside its milestones. */
type Aside = "approval" | "unknown" | "rejected" | "cancelled" | "disputed";

export interface Step {
  key: Milestone | Aside;
  /** Behind it, at it, or still to come. */
  place: "done" | "current" | "next";
  at: string | null;
}

const AT: Record<PurchaseStatus, Milestone | Aside> = {
  queued: "queued",
  validating: "checked",
  awaiting_approval: "approval",
  placing: "placing",
  unknown: "unknown",
  placed_unpaid: "placed",
  paid: "paid",
  shipped: "shipped",
  delivered: "delivered",
  rejected: "rejected",
  cancelled: "cancelled",
  disputed: "disputed",
};

/** After which milestone a state stands that is none itself. */
function before(purchase: Purchase, aside: Aside): Milestone {
  if (aside === "approval") return "checked";
  if (aside === "unknown") return "placing";
  if (purchase.delivered_at) return "delivered";
  if (purchase.shipped_at) return "shipped";
  if (purchase.paid_at) return "paid";
  if (purchase.placed_at) return "placed";
  return purchase.placing_at ? "placing" : "queued";
}

const moments = (purchase: Purchase): Record<Milestone, string | null> => ({
  queued: purchase.created_at,
  checked: purchase.placing_at,
  placing: purchase.placing_at,
  placed: purchase.placed_at,
  paid: purchase.paid_at,
  shipped: purchase.shipped_at,
  delivered: purchase.delivered_at,
});

/** The way of a purchase order: what is behind it, where it is, what comes. */
export function steps(purchase: Purchase): Step[] {
  const now = AT[purchase.status];
  const own = WAY.find((key) => key === now);
  const aside = own ? null : (now as Aside);
  const reached = WAY.indexOf(own ?? before(purchase, now as Aside));
  const at = moments(purchase);
  const way: Step[] = WAY.map((key, place) => ({
    key,
    place:
      place < reached || (place === reached && (aside !== null || key === "delivered"))
        ? "done"
        : place === reached
          ? "current"
          : "next",
    at: place <= reached ? at[key] : null,
  }));
  if (aside === null) return way;
  const ends = aside === "rejected" || aside === "cancelled";
  const after = ends ? [] : way.slice(reached + 1);
  return [...way.slice(0, reached + 1), { key: aside, place: "current", at: null }, ...after];
}

export type ActKey = "approve" | "retry" | "look-up" | "cancel" | "claim";

const SENT: readonly PurchaseStatus[] = ["placing", "unknown"];
const UNSENT: readonly PurchaseStatus[] = ["queued", "validating", "awaiting_approval"];
const PLACED: readonly PurchaseStatus[] = [
  "placed_unpaid",
  "paid",
  "shipped",
  "delivered",
  "disputed",
];

/** What cancelling one would do: at once, as soon as it is found, or at the supplier. */
export function cancelling(
  purchase: Pick<Purchase, "status" | "cancel_wanted">,
): "now" | "found" | "there" | null {
  if (UNSENT.includes(purchase.status)) return "now";
  if (purchase.cancel_wanted || purchase.status === "delivered") return null;
  if (SENT.includes(purchase.status)) return "found";
  return PLACED.includes(purchase.status) ? "there" : null;
}

/** What a person may do about a purchase order, the first of them the one that leads on. */
export function actsOf(purchase: Pick<Purchase, "status" | "cancel_wanted">): ActKey[] {
  const { status } = purchase;
  return [
    ...(status === "awaiting_approval" ? (["approve"] as const) : []),
    ...(status === "rejected" ? (["retry"] as const) : []),
    ...(SENT.includes(status) || PLACED.includes(status) ? (["look-up"] as const) : []),
    ...(status === "unknown" ? (["claim"] as const) : []),
    ...(cancelling(purchase) ? (["cancel"] as const) : []),
  ];
}

/** Whether somebody is wanted. */
export const wantsSomebody = (row: Pick<PurchaseRow, "status" | "flagged" | "reason">): boolean =>
  row.status === "awaiting_approval" ||
  row.status === "placed_unpaid" ||
  row.flagged !== null ||
  row.reason === "no_answer_long";

/** Seconds until a moment, none below zero. */
export const secondsTo = (moment: string, now: number): number =>
  Math.max(0, Math.ceil((Date.parse(moment) - now) / 1000));

/** "3:12", or "1:04:09" where it takes longer than an hour. */
export function clockText(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const [hours, rest] = [Math.floor(seconds / 3600), seconds % 3600];
  const tail = two(rest % 60);
  return hours > 0
    ? `${hours}:${two(Math.floor(rest / 60))}:${tail}`
    : `${Math.floor(rest / 60)}:${tail}`;
}

/** How much of the time between two looks is over, 0 to 1. */
export function share(from: string | null, to: string, now: number): number {
  const [start, end] = [from ? Date.parse(from) : Number.NaN, Date.parse(to)];
  if (Number.isNaN(start) || end <= start) return now >= end ? 1 : 0;
  return Math.min(1, Math.max(0, (now - start) / (end - start)));
}

/** The last thing heard: when the wait for the next look began. */
export const lastLook = (purchase: Purchase): string | null =>
  purchase.timeline.find((entry) => /^(look_|unknown|wrong_number)/.test(entry.kind))?.at ??
  purchase.placing_at;

/** Kinds of the timeline by which a state that is no milestone began. */
const BEGAN: Partial<Record<PurchaseStatus, RegExp>> = {
  unknown: /^unknown$/,
  awaiting_approval: /^waits$/,
  rejected: /^rejected$/,
  cancelled: /^cancelled$/,
};

/** Since when it stands where it stands. */
export function arrivedAt(purchase: Purchase): string {
  const began = BEGAN[purchase.status];
  const entry = purchase.timeline.find(({ kind }) => began?.test(kind) ?? true);
  return entry?.at ?? purchase.timeline[0]?.at ?? purchase.created_at;
}

export type EntryLook = "good" | "bad" | "doubt" | "empty" | "half" | "person" | "plain";

const LOOKS: Record<string, EntryLook> = {
  placing: "good",
  look_found: "good",
  paid: "good",
  shipped: "good",
  delivered: "good",
  approved: "person",
  claimed: "person",
  cancel_wanted: "person",
  queued: "plain",
  unknown: "doubt",
  look_failed: "empty",
  look_empty: "half",
  certainly_none: "half",
  taken_over: "half",
  placed_unpaid: "half",
  waits: "doubt",
  wrong_number: "bad",
  rejected: "bad",
  cancelled: "bad",
  line_failed: "bad",
  nobody_else: "bad",
  not_cancelled: "bad",
  not_paid: "bad",
  not_sent: "empty",
  no_tracking: "doubt",
  no_movement: "doubt",
};

/** How an entry of the timeline looks; unknown kinds are plain. */
export const entryLook = (entry: Pick<PurchaseEntry, "kind">): EntryLook =>
  LOOKS[entry.kind] ?? "plain";

/** A sentence of the API as a heading: without its full stop. */
export const headline = (words: string): string => words.replace(/(?<!\.)\.$/, "");
