import { expect, test } from "vitest";
import type { Notification, Preferences } from "../src/api/notifications";
import { choiceIn, withChoice, withoutChoice } from "../src/features/notifications/choices";
import { KINDS } from "../src/features/notifications/kinds";
import { notificationsTexts } from "../src/features/notifications/texts";
import { newestOf, pageOf, wordsOf } from "../src/features/notifications/words";

const t = notificationsTexts.translator("en");

const NOTHING: Notification["facts"] = {
  number: null,
  order_number: null,
  title: null,
  variant: null,
  amount: null,
  rating: null,
  score: null,
  available: null,
  threshold: null,
  status: null,
  reason: null,
  inquiry: null,
  due_by: null,
  test: null,
};

function told(
  kind: Notification["kind"],
  facts: Partial<Notification["facts"]> = {},
  units = 1,
): Notification {
  return {
    id: "n",
    kind,
    store_id: "s",
    store_name: "Kontor",
    resource_type: "order",
    resource_id: "r",
    facts: { ...NOTHING, ...facts },
    units,
    at: "2026-11-21T10:00:00Z",
    read_at: null,
  };
}

test("each kind is said in words, also where one stands for many", () => {
  const money = { amount: 2400, currency: "EUR" };
  const said = [
    [told("order_placed", { number: 1001 }), "Order 1001 was placed"],
    [told("order_placed", { number: 1001, test: true }), "Test order 1001 was placed"],
    [told("review_written", { title: "Mug", rating: 1 }), "Mug was given 1 star"],
    [
      told("low_stock", { title: "Mug", variant: "Blue", available: 2 }),
      "Mug · Blue is low: 2 left",
    ],
    [told("low_stock", { title: "Mug" }, 37), "37 products are low"],
    [
      told("purchase_attention", {
        number: 7,
        title: "Orion",
        reason: "no_tracking",
        status: "paid",
      }),
      "Purchase order 7 at Orion was paid 7 days ago and has no tracking yet",
    ],
    [
      told("purchase_attention", {
        number: 7,
        title: "Orion",
        status: "awaiting_approval",
        reason: "cost_risen",
      }),
      "Purchase order 7 at Orion waits for your approval",
    ],
    [
      told("dispute_changed", { number: 1001, amount: money, status: "won", inquiry: false }),
      "A dispute of order 1001 over €24.00 was won",
    ],
    [
      told("dispute_changed", {
        amount: money,
        status: "needs_response",
        inquiry: true,
        due_by: "2026-12-01T00:00:00Z",
      }),
      "A bank's question over €24.00 wants your answer by 1 Dec",
    ],
  ] as const;
  for (const [one, words] of said) expect(wordsOf(one, t)).toBe(words);
  for (const kind of KINDS) {
    expect(wordsOf(told(kind), t)).not.toBe("");
    expect(pageOf(told(kind))).toMatch(/^\/stores\/s\//);
  }
});

test("the newest is the last that happened, whatever the order", () => {
  const at = (moment: string) => ({ ...told("order_placed"), at: moment });
  expect(newestOf([at("2026-11-21T10:00:00Z"), at("2026-11-22T10:00:00Z")])).toBe(
    "2026-11-22T10:00:00Z",
  );
  expect(newestOf([])).toBeUndefined();
});

test("a store's own choice is stronger, and leaves when it is taken back", () => {
  const preferences: Preferences = {
    everywhere: [{ kind: "order_placed", in_app: true, email: "never", usual: true }],
    stores: [],
    may_choose: [],
    address: "a@example.com",
    mailable: true,
  };
  const choice = { kind: "order_placed", in_app: false, email: "daily" } as const;
  const inStore = withChoice(preferences, "s", choice);
  expect(choiceIn(inStore, "order_placed", "s")).toEqual({
    in_app: false,
    email: "daily",
    own: true,
  });
  expect(choiceIn(inStore, "order_placed", "other")).toMatchObject({ in_app: true, own: false });
  expect(choiceIn(withoutChoice(inStore, "s", "order_placed"), "order_placed", "s")).toMatchObject({
    in_app: true,
    own: false,
  });
  const all = withChoice(preferences, null, choice);
  expect(choiceIn(all, "order_placed", "s")).toMatchObject({ in_app: false, own: false });
  expect(choiceIn(all, "order_placed", null)).toMatchObject({ own: true });
  expect(choiceIn(all, "low_stock", null)).toBeNull();
});
