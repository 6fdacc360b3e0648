import { ApiError } from "@ecomm/api-client";
import { describe, expect, it } from "vitest";
import { daysUntil, runs, standingOf } from "@/features/billing/standing";
import { hitOf } from "@/shell/limits";

const NOW = Date.parse("2026-11-22T10:00:00Z");
const found = { state: null, ends_at: null, read_only: false, may_manage: false } as const;

describe("where a plan stands", () => {
  it("needs nobody where nothing is to be paid, or all is paid", () => {
    expect(standingOf(found, NOW)).toBeNull();
    expect(standingOf({ ...found, state: "active", may_manage: true }, NOW)).toBeNull();
  });

  it.each([
    ["2026-12-01T10:00:00Z", 9],
    ["2026-11-23T09:59:59Z", 0],
    ["2026-11-20T10:00:00Z", 0],
  ])("a trial until %s has %i days left", (ends_at, days) => {
    expect(standingOf({ ...found, state: "trialing", ends_at }, NOW)).toEqual({
      kind: "trial",
      days,
    });
    expect(daysUntil(ends_at, NOW)).toBe(days);
  });

  it.each([
    ["past_due", false, true, "past_due"],
    ["grace", false, false, "grace"],
    ["grace", false, true, "grace_unpaid"],
    ["read_only", true, false, "closed"],
    ["read_only", true, true, "closed_unpaid"],
    ["cancelled", true, true, "closed_ended"],
  ] as const)("%s is told by what helps (%s, %s: %s)", (state, read_only, may_manage, kind) => {
    expect(standingOf({ ...found, state, read_only, may_manage }, NOW)).toEqual({ kind });
  });

  it("runs while there is something to change at the provider", () => {
    expect(runs({ state: "past_due", may_manage: true })).toBe(true);
    expect(runs({ state: "cancelled", may_manage: true })).toBe(false);
    expect(runs({ state: "trialing", may_manage: false })).toBe(false);
    expect(runs({ state: null, may_manage: false })).toBe(false);
  });
});

describe("a refusal of the plan", () => {
  const refused = (code: string, fact?: Record<string, unknown>) =>
    hitOf(
      new ApiError(
        402,
        code,
        "No.",
        fact ? [{ field: null, code: "limit_reached", message: "No.", ...fact }] : [],
      ),
    );

  it("names limit, use and the plan that lifts it", () => {
    const fact = { limit: "stores", allowed: 1, used: 1, lifted_by: "Growth" };
    expect(refused("limit_reached", { ...fact, lifted_by_plan: "growth" })).toEqual({
      message: "No.",
      readOnly: false,
      name: "stores",
      used: 1,
      allowed: 1,
      liftedBy: { name: "growth", title: "Growth" },
    });
    expect(refused("limit_reached", { ...fact, lifted_by: null }).liftedBy).toBeNull();
  });

  it("has no use where nothing is allowed", () => {
    const fact = { limit: "API access", allowed: 0, used: 0 };
    expect(refused("limit_reached", fact)).toMatchObject({ used: null, allowed: null });
  });

  it("is the bill where the account is read-only", () => {
    expect(refused("read_only")).toMatchObject({ readOnly: true, name: null, liftedBy: null });
  });
});
