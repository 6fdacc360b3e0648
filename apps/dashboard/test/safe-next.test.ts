import { expect, it } from "vitest";
import { safeNext } from "../src/features/auth/session";

it.each([
  ["/stores/1?x=2#y", "/stores/1?x=2#y"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["", "/"],
  [null, "/"],
  ["/login?next=/login", "/"],
])("sends %j to %s", (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});
