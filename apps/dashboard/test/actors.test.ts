import { expect, it } from "vitest";
import { actorKey } from "../src/shell/actors";

it.each([
  ["user:1", "you"],
  ["user:2", "team"],
  ["shopper", "shopper"],
  ["provider", "provider"],
  ["cli", "cli"],
  ["system", "shop"],
  ["sweeper", "shop"],
  ["whatever comes", "shop"],
])("%s is %s", (actor, words) => {
  expect(actorKey(actor, "1")).toBe(words);
});

it("takes nobody for the reader while the reader is unknown", () => {
  expect(actorKey("user:undefined", undefined)).toBe("team");
});
