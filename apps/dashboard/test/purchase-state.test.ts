import { describe, expect, it } from "vitest";
import type { LineProfit, OrderSourcing, Purchase } from "@/api/purchases";
import { certainty, costUnknown, marginOf, markOf, partOf } from "@/features/purchases/profit";
import {
  actsOf,
  cancelling,
  clockText,
  headline,
  secondsTo,
  share,
  steps,
  wantsSomebody,
} from "@/features/purchases/state";

const AT = "2026-11-19T13:58:00Z";

const purchase = (fields: Partial<Purchase>): Purchase =>
  ({
    status: "queued",
    created_at: "2026-11-19T13:48:00Z",
    placing_at: null,
    placed_at: null,
    paid_at: null,
    shipped_at: null,
    delivered_at: null,
    cancel_wanted: false,
    flagged: null,
    reason: null,
    timeline: [],
    ...fields,
  }) as Purchase;

const told = (one: Purchase) => steps(one).map((step) => `${step.key}:${step.place}`);

describe("the way of a purchase order", () => {
  it("shows an unknown one between sent and placed", () => {
    expect(told(purchase({ status: "unknown", placing_at: AT }))).toEqual([
      "queued:done",
      "checked:done",
      "placing:done",
      "unknown:current",
      "placed:next",
      "paid:next",
      "shipped:next",
      "delivered:next",
    ]);
  });

  it("ends where one was rejected or cancelled, after what it had reached", () => {
    expect(told(purchase({ status: "rejected", placing_at: AT }))).toEqual([
      "queued:done",
      "checked:done",
      "placing:done",
      "rejected:current",
    ]);
    expect(told(purchase({ status: "cancelled" }))).toEqual(["queued:done", "cancelled:current"]);
    const paid = { placing_at: AT, placed_at: AT, paid_at: AT };
    expect(told(purchase({ status: "cancelled", ...paid })).at(-2)).toBe("paid:done");
  });

  it("has nothing to come once all was delivered", () => {
    const all = { placing_at: AT, placed_at: AT, paid_at: AT, shipped_at: AT, delivered_at: AT };
    expect(
      told(purchase({ status: "delivered", ...all })).every((one) => one.endsWith("done")),
    ).toBe(true);
  });

  it("waits for approval before it is sent", () => {
    expect(told(purchase({ status: "awaiting_approval" })).slice(0, 4)).toEqual([
      "queued:done",
      "checked:done",
      "approval:current",
      "placing:next",
    ]);
  });
});

describe("what a person may do", () => {
  it("never sends an unknown one again", () => {
    expect(actsOf(purchase({ status: "unknown" }))).toEqual(["look-up", "claim", "cancel"]);
  });

  it("follows the machine", () => {
    expect(actsOf(purchase({ status: "awaiting_approval" }))).toEqual(["approve", "cancel"]);
    expect(actsOf(purchase({ status: "rejected" }))).toEqual(["retry"]);
    expect(actsOf(purchase({ status: "delivered" }))).toEqual(["look-up"]);
    expect(actsOf(purchase({ status: "cancelled" }))).toEqual([]);
  });

  it("says what cancelling does, and offers it once", () => {
    expect(cancelling(purchase({ status: "queued" }))).toBe("now");
    expect(cancelling(purchase({ status: "unknown" }))).toBe("found");
    expect(cancelling(purchase({ status: "paid" }))).toBe("there");
    expect(cancelling(purchase({ status: "unknown", cancel_wanted: true }))).toBeNull();
  });

  it("wants somebody where only a person leads on", () => {
    expect(wantsSomebody(purchase({ status: "unknown" }))).toBe(false);
    expect(wantsSomebody(purchase({ status: "unknown", reason: "no_answer_long" }))).toBe(true);
    expect(wantsSomebody(purchase({ status: "paid", flagged: "no_tracking" }))).toBe(true);
  });
});

describe("times and words", () => {
  it("counts down and stops at nothing", () => {
    expect(clockText(192)).toBe("3:12");
    expect(clockText(3_849)).toBe("1:04:09");
    expect(secondsTo(AT, Date.parse(AT) + 5_000)).toBe(0);
    expect(share("2026-11-19T13:56:00Z", AT, Date.parse("2026-11-19T13:57:00Z"))).toBe(0.5);
    expect(share(null, AT, Date.parse(AT))).toBe(1);
  });

  it("takes the full stop off a sentence, and not off three dots", () => {
    expect(headline("Queued.")).toBe("Queued");
    expect(headline("And so on...")).toBe("And so on...");
  });
});

const line = (fields: Partial<LineProfit>): LineProfit =>
  ({
    revenue: 1_000,
    discount: 100,
    cost: 300,
    shipping: 50,
    duty: 0,
    fees: 30,
    refunds: 0,
    supplier_refunds: 20,
    booked: true,
    cost_known: true,
    own: false,
    ...fields,
  }) as LineProfit;

describe("true profit", () => {
  const order = (lines: LineProfit[], profit = 540) => ({ lines, profit }) as OrderSourcing;

  it("takes parts off, and adds what suppliers gave back", () => {
    const lines = [line({}), line({})];
    expect(partOf(lines, "cost")).toBe(-600);
    expect(partOf(lines, "supplier_refunds")).toBe(40);
    expect(marginOf(order([line({})]))).toBeCloseTo(0.6);
    expect(marginOf(order([]))).toBeNull();
  });

  it("says what is missing before what is expected", () => {
    expect(certainty(order([line({})]))).toBe("whole");
    expect(certainty(order([line({ own: true, booked: false })]))).toBe("whole");
    expect(certainty(order([line({ booked: false })]))).toBe("expected");
    expect(certainty(order([line({ booked: false }), line({ cost_known: false })]))).toBe(
      "missing",
    );
    expect(markOf(line({ cost_known: false }))).toBe("missing");
  });

  it("tells own stock of unknown cost from own stock that cost nothing", () => {
    const own = line({ own: true, booked: false, cost: 0 });
    const unsaid = { ...own, cost_known: false };
    expect([markOf(own), markOf(unsaid)]).toEqual(["own", "unsaid"]);
    expect(certainty(order([own]))).toBe("whole");
    expect(certainty(order([own, unsaid]))).toBe("unsaid");
    expect(certainty(order([unsaid, line({ cost_known: false })]))).toBe("missing");
    expect([costUnknown([own]), costUnknown([unsaid])]).toEqual([false, true]);
    expect(costUnknown([unsaid, line({})])).toBe(false);
  });
});
