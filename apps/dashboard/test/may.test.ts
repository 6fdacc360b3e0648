import { describe, expect, it } from "vitest";
import { type Capability, leastRole, may, type Role } from "../src/shell/may";

const ROLES: Role[] = ["viewer", "staff", "admin", "owner"];
/** By what the API's routes ask for. */
const WHO: Record<Capability, Role[]> = {
  catalog: ["staff", "admin", "owner"],
  promotions: ["staff", "admin", "owner"],
  orders: ["staff", "admin", "owner"],
  purchases: ["staff", "admin", "owner"],
  costs: ["staff", "admin", "owner"],
  prices: ["staff", "admin", "owner"],
  price_rules: ["admin", "owner"],
  mails: ["staff", "admin", "owner"],
  settings: ["admin", "owner"],
  balances: ["admin", "owner"],
  new_store: ["admin", "owner"],
  delete_store: ["owner"],
  team: ["admin", "owner"],
  activity: ["admin", "owner"],
  bills: ["admin", "owner"],
  own_business: ["owner"],
};

describe("what a role may do", () => {
  for (const [what, roles] of Object.entries(WHO) as [Capability, Role[]][]) {
    it(`${what}: ${roles.join(", ")}`, () => {
      expect(ROLES.filter((role) => may(role, what))).toEqual(roles);
      expect(leastRole(what)).toBe(roles[0]);
    });
  }

  it("is nothing while the role is unknown", () => {
    expect((Object.keys(WHO) as Capability[]).filter((what) => may(undefined, what))).toEqual([]);
  });
});
