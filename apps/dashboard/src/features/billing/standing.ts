import type { Schema } from "@ecomm/api-client";

type Subscription = Schema<"SubscriptionOut">;

const DAY = 86_400_000;

/** What needs somebody; null where nothing does. `unpaid`: a bill is open at the provider. */
export type Standing =
  | { kind: "trial"; days: number }
  | { kind: "past_due" | "grace" | "grace_unpaid" | "closed" | "closed_unpaid" | "closed_ended" };

/** Whole days until a moment, the day it happens on being 0. */
export function daysUntil(at: string, now: number): number {
  return Math.max(0, Math.floor((Date.parse(at) - now) / DAY));
}

/** Where a subscription stands, as people are told of it. */
export function standingOf(
  found: Pick<Subscription, "state" | "ends_at" | "read_only" | "may_manage">,
  now: number,
): Standing | null {
  if (found.read_only)
    return {
      kind:
        found.state === "cancelled"
          ? "closed_ended"
          : found.may_manage
            ? "closed_unpaid"
            : "closed",
    };
  if (found.state === "trialing" && found.ends_at !== null)
    return { kind: "trial", days: daysUntil(found.ends_at, now) };
  if (found.state === "past_due") return { kind: "past_due" };
  if (found.state === "grace") return { kind: found.may_manage ? "grace_unpaid" : "grace" };
  return null;
}

/** Whether a subscription runs at the provider: it is changed, not begun. */
export function runs(found: Pick<Subscription, "state" | "may_manage">): boolean {
  return found.may_manage && found.state !== null && found.state !== "cancelled";
}
