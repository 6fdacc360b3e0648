import { describe, expect, it } from "vitest";
import {
  type Area,
  type Capability,
  leastRole,
  may,
  maySee,
  type Preset,
  permissionFor,
} from "../src/shell/may";

const ROLES: Preset[] = ["viewer", "staff", "admin", "owner"];
const preset = (role: Preset) => ({ role, permissions: null });
const custom = (...permissions: string[]) => ({ role: "custom" as const, permissions });
/** By what the API's routes ask for. */
const WHO: Record<Capability, Preset[]> = {
  catalog: ["staff", "admin", "owner"],
  catalog_settings: ["admin", "owner"],
  stock: ["staff", "admin", "owner"],
  content: ["staff", "admin", "owner"],
  content_settings: ["admin", "owner"],
  marketing: ["staff", "admin", "owner"],
  marketing_settings: ["admin", "owner"],
  order_settings: ["admin", "owner"],
  customers: ["staff", "admin", "owner"],
  customer_settings: ["admin", "owner"],
  sourcing: ["staff", "admin", "owner"],
  sourcing_settings: ["admin", "owner"],
  rates: ["staff", "admin", "owner"],
  pricing_settings: ["admin", "owner"],
  channels: ["admin", "owner"],
  backups: ["admin", "owner"],
  webhooks: ["admin", "owner"],
  api_keys: ["admin", "owner"],
  partners: ["admin", "owner"],
  promotions: ["staff", "admin", "owner"],
  orders: ["staff", "admin", "owner"],
  purchases: ["staff", "admin", "owner"],
  costs: ["staff", "admin", "owner"],
  prices: ["staff", "admin", "owner"],
  price_rules: ["admin", "owner"],
  mails: ["staff", "admin", "owner"],
  sent_mails: ["staff", "admin", "owner"],
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
  for (const [what, roles] of Object.entries(WHO) as [Capability, Preset[]][]) {
    it(`${what}: ${roles.join(", ")}`, () => {
      expect(ROLES.filter((role) => may(preset(role), what))).toEqual(roles);
      expect(leastRole(what)).toBe(roles[0]);
    });

    it(`${what}: a custom role with the permission for it, and no other`, () => {
      const needed = permissionFor(what);
      expect(needed === null).toBe(roles[0] === "owner");
      const others = Object.keys(WHO)
        .map((other) => permissionFor(other as Capability))
        .filter((one): one is string => one !== null && one !== needed);
      expect(may(custom(...others, "owner"), what)).toBe(false);
      if (needed !== null) expect(may(custom(needed), what)).toBe(true);
    });
  }

  it("is seen by presets everywhere, by a custom role where it says so", () => {
    const areas: Area[] = ["orders", "products", "audit", "team"];
    for (const role of ROLES) expect(areas.every((area) => maySee(preset(role), area))).toBe(true);
    expect(areas.filter((area) => maySee(custom("orders:read"), area))).toEqual(["orders"]);
    expect(areas.filter((area) => maySee(custom("audit:manage"), area))).toEqual(["audit"]);
    expect(areas.filter((area) => maySee(custom(), area))).toEqual([]);
    expect(maySee(custom(), null)).toBe(true);
  });

  it("is nothing while the role is unknown", () => {
    expect((Object.keys(WHO) as Capability[]).filter((what) => may(undefined, what))).toEqual([]);
  });
});
