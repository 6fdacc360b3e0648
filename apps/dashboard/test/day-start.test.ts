import { describe, expect, it } from "vitest";
import { placedRange } from "@/features/orders/date-filter";
import { dayPlus, dayStart, isDay } from "@/shell/day-start";

describe("a day begins where its timezone says", () => {
  it.each([
    ["2026-11-17", "Europe/Berlin", "2026-11-16T23:00:00.000Z"],
    ["2026-07-01", "Europe/Berlin", "2026-06-30T22:00:00.000Z"],
    // The clocks change during these days, after midnight.
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
    ["2026-01-01", "Pacific/Kiritimati", "2025-12-31T10:00:00.000Z"],
    ["2026-01-01", "America/Los_Angeles", "2026-01-01T08:00:00.000Z"],
    ["2026-01-01", "Asia/Kathmandu", "2025-12-31T18:15:00.000Z"],
  ])("%s in %s", (day, zone, at) => {
    expect(dayStart(day, zone)).toBe(at);
  });

  it("counts days over months and leap years", () => {
    expect(dayPlus("2028-02-28", 1)).toBe("2028-02-29");
    expect(dayPlus("2026-01-01", -1)).toBe("2025-12-31");
  });
});

describe("which orders the address asks for", () => {
  const range = (filters: Record<string, string>) => placedRange(filters, "2026-11-17", "UTC");

  it("counts today in a preset", () => {
    expect(range({ placed: "today" })).toEqual({ placed_from: "2026-11-17T00:00:00.000Z" });
    expect(range({ placed: "7d" })).toEqual({ placed_from: "2026-11-11T00:00:00.000Z" });
  });

  it("counts both days of a range", () => {
    expect(range({ from: "2026-11-01", to: "2026-11-02" })).toEqual({
      placed_from: "2026-11-01T00:00:00.000Z",
      placed_to: "2026-11-03T00:00:00.000Z",
    });
  });

  it("takes no day that does not exist", () => {
    expect(isDay("2026-02-30")).toBe(false);
    expect(isDay("2026-99-99")).toBe(false);
    expect(range({ from: "2026-02-30", to: "9999-99-99" })).toEqual({});
  });
});
