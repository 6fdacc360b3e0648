import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CustomRole, Offered } from "../src/api/team";
import {
  choiceOf,
  giveable,
  levelOf,
  levelsOf,
  neededBy,
  roleOf,
  whole,
  withLevel,
} from "../src/features/team/roles";
import { areaOf, seenNav } from "../src/frame/areas";
import { maySee } from "../src/shell/may";

const NEEDS: Record<string, string[]> = {
  "products:read": ["stores:read"],
  "products:write": ["products:read", "stores:read"],
  "orders:read": ["stores:read"],
  "orders:write": ["orders:read", "products:read", "stores:read"],
  "orders:manage": ["orders:write", "stores:read"],
  "stores:read": [],
  "audit:manage": ["stores:read"],
};
const offered = (mine = Object.keys(NEEDS)): Offered => ({
  permissions: Object.entries(NEEDS).map(([name, needs]) => ({
    name,
    needs,
    mine: mine.includes(name),
  })),
  presets: [
    { role: "owner", permissions: Object.keys(NEEDS), members: 1 },
    { role: "admin", permissions: Object.keys(NEEDS), members: 0 },
    {
      role: "staff",
      permissions: Object.keys(NEEDS).filter((n) => !n.endsWith("manage")),
      members: 0,
    },
    {
      role: "viewer",
      permissions: Object.keys(NEEDS).filter((n) => n.endsWith("read")),
      members: 0,
    },
  ],
  included: true,
  lifted_by: null,
});
const role = (id: string, may_change = true) => ({ id, name: id, may_change }) as CustomRole;

describe("a role that is put together", () => {
  it("brings along what it needs, in its area and in others", () => {
    const all = offered();
    const chosen = withLevel(all, new Set(["stores:read"]), "orders", "write");
    expect([...chosen].sort()).toEqual([
      "orders:read",
      "orders:write",
      "products:read",
      "stores:read",
    ]);
    expect(levelOf(all, chosen, "orders")).toBe("write");
    expect(neededBy(all, chosen, "products")).toEqual({ level: "read", areas: ["orders"] });
    expect(neededBy(all, chosen, "orders")).toEqual({ level: "none", areas: [] });
    expect(neededBy(all, chosen, "stores"), "what every role has").toEqual({
      level: "none",
      areas: [],
    });
  });

  it("loses a level and keeps what others need", () => {
    const all = offered();
    const chosen = whole(all, ["orders:manage", "products:write"]);
    const less = withLevel(all, chosen, "products", "none");
    expect(levelOf(all, less, "products")).toBe("read");
    const none = withLevel(all, less, "orders", "none");
    expect(levelOf(all, none, "orders")).toBe("none");
    expect(levelOf(all, withLevel(all, none, "products", "none"), "products")).toBe("none");
  });

  it("has only the levels that there are", () => {
    expect(levelsOf(offered(), "audit")).toEqual(["none", "manage"]);
    expect(whole(offered(), ["orders:delete", "audit:manage"])).toEqual(
      new Set(["audit:manage", "stores:read"]),
    );
  });
});

describe("roles that somebody may give", () => {
  it("are all to an owner, none above to others", () => {
    expect(giveable(offered(), [role("a")], null, "owner").presets).toHaveLength(4);
    expect(giveable(offered(), [], null, "admin").presets).toEqual(["viewer", "staff", "admin"]);
    const some = giveable(offered(["stores:read"]), [role("a"), role("b", false)], null, "custom");
    expect(some.presets).toEqual([]);
    expect(some.custom.map((one) => one.id)).toEqual(["a"]);
  });

  it("are the one that is held, where the plan has no others", () => {
    const small = { ...offered(), included: false, lifted_by: "Pro" };
    const found = giveable(small, [role("a"), role("b")], "b", "owner");
    expect(found.custom.map((one) => one.id)).toEqual(["b"]);
  });

  it("are told to the API as it wants them", () => {
    expect(roleOf("staff")).toEqual({ role: "staff", role_id: null });
    expect(roleOf("0199")).toEqual({ role: "custom", role_id: "0199" });
    expect(choiceOf({ role: "custom", role_id: "0199" })).toBe("0199");
    expect(choiceOf({ role: "viewer", role_id: null })).toBe("viewer");
  });
});

describe("pages that a role opens", () => {
  it("are in an area by their address", () => {
    expect(areaOf("/stores/1")).toBe("analytics");
    expect(areaOf("/stores/1/orders/2?x=1")).toBe("orders");
    expect(areaOf("/stores/1/mails")).toBe("stores");
    expect(areaOf("/stores/1/mails/sent")).toBe("customers");
    expect(areaOf("/stores/new")).toBeNull();
    expect(areaOf("/stores/1/channels/sync/2")).toBe("channels");
    expect(areaOf("/stores/1/backups")).toBe("backups");
    expect(areaOf("/team")).toBe("team");
    expect(areaOf("/profile")).toBeNull();
  });

  it("are all in one, but for what is one's own", () => {
    const rooms = (folder: string) =>
      readdirSync(`src/app/(shell)${folder}`, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort();
    expect(
      rooms("/stores/[storeId]").filter((room) => areaOf(`/stores/1/${room}`) === null),
    ).toEqual([]);
    expect(rooms("").filter((room) => areaOf(`/${room}`) === null)).toEqual([
      "notifications",
      "profile",
      "stores",
    ]);
  });

  it("stand in the navigation, the first of a closed room in its place", () => {
    const held = { role: "custom" as const, permissions: ["content:read"] };
    const item = (key: string) => ({
      key,
      href: `/stores/1/${key}`,
      label: key,
      icon: (() => null) as never,
    });
    const nav = {
      home: "/stores/1",
      tabs: [item("orders"), item("pages")],
      sections: [
        {
          key: "a",
          items: [
            { ...item("customers"), count: 3, children: [item("segments"), item("reviews")] },
          ],
        },
        { key: "b", items: [item("orders")] },
      ],
    };
    const seen = seenNav(nav, (area) => maySee(held, area));
    expect(seen.tabs.map((one) => one.key)).toEqual(["pages"]);
    expect(seen.sections.map((one) => one.key)).toEqual(["a"]);
    expect(seen.sections[0]?.items.map((one) => [one.key, one.href, one.count])).toEqual([
      ["reviews", "/stores/1/reviews", undefined],
    ]);
    const viewer = { role: "viewer" as const, permissions: null };
    expect(seenNav(nav, (area) => maySee(viewer, area))).toEqual(nav);
  });
});
