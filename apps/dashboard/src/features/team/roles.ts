import type { CustomRole, Offered } from "@/api/team";
import type { Area, Preset } from "@/shell/may";

/** A choice of role as a form holds it: a preset's name, or a custom role's id. */
export type RoleChoice = string;

export const PRESETS: readonly Preset[] = ["viewer", "staff", "admin", "owner"];

export const isPreset = (choice: RoleChoice): choice is Preset =>
  (PRESETS as readonly string[]).includes(choice);

/** What the API is told of a choice. */
export const roleOf = (choice: RoleChoice) =>
  isPreset(choice) ? { role: choice, role_id: null } : { role: "custom" as const, role_id: choice };

/** The choice that somebody holds now. */
export const choiceOf = (held: { role: string; role_id: string | null }): RoleChoice =>
  held.role_id ?? held.role;

export type Verb = "read" | "write" | "manage";
export type Level = "none" | Verb;

/** Areas as people think of them. */
export const GROUPS: readonly { key: string; areas: readonly Area[] }[] = [
  { key: "selling", areas: ["orders", "customers", "analytics"] },
  { key: "goods", areas: ["products", "inventory", "pricing", "promotions", "sourcing"] },
  { key: "shop", areas: ["content", "marketing", "stores", "backups"] },
  { key: "outside", areas: ["channels", "webhooks", "api_keys"] },
  { key: "business", areas: ["team", "audit", "billing", "partners"] },
];

export const AREAS: readonly Area[] = GROUPS.flatMap((group) => group.areas);

/** What every role has: nobody works in a store whose name they may not see. */
export const ALWAYS = "stores:read";

const areaOf = (permission: string) => permission.split(":")[0] as Area;
const verbOf = (permission: string) => permission.split(":")[1] as Verb;

/** The levels of an area, from nothing up. */
export const levelsOf = (offered: Offered, area: Area): Level[] => [
  "none",
  ...offered.permissions.filter((one) => areaOf(one.name) === area).map((one) => verbOf(one.name)),
];

/** How far a set of permissions goes in an area. */
export function levelOf(offered: Offered, chosen: ReadonlySet<string>, area: Area): Level {
  return levelsOf(offered, area).findLast((level) => chosen.has(`${area}:${level}`)) ?? "none";
}

/** Permissions with all that they need. */
export function whole(offered: Offered, chosen: Iterable<string>): Set<string> {
  const needs = new Map(offered.permissions.map((one) => [one.name, one.needs]));
  const found = new Set<string>();
  const open = [...chosen];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next) || !needs.has(next)) continue;
    found.add(next);
    open.push(...(needs.get(next) ?? []));
  }
  return found;
}

/** Another level in one area; what it needs elsewhere comes along. */
export function withLevel(
  offered: Offered,
  chosen: ReadonlySet<string>,
  area: Area,
  level: Level,
): Set<string> {
  const levels = levelsOf(offered, area);
  const upTo = levels.slice(1, levels.indexOf(level) + 1).map((verb) => `${area}:${verb}`);
  const others = [...chosen].filter((one) => areaOf(one) !== area);
  return whole(offered, [...others, ...upTo]);
}

/** Other areas that need this one, and up to which level; what every role has is not worth saying. */
export function neededBy(
  offered: Offered,
  chosen: ReadonlySet<string>,
  area: Area,
): { level: Level; areas: Area[] } {
  const levels = levelsOf(offered, area);
  let level: Level = "none";
  const areas = new Set<Area>();
  for (const one of offered.permissions) {
    if (!chosen.has(one.name) || areaOf(one.name) === area) continue;
    for (const need of one.needs.filter((name) => areaOf(name) === area && name !== ALWAYS)) {
      areas.add(areaOf(one.name));
      if (levels.indexOf(verbOf(need)) > levels.indexOf(level)) level = verbOf(need);
    }
  }
  return { level, areas: [...areas] };
}

/** Roles that one may give: no more than one's own; custom ones only while the plan has them, and
 * the one that somebody holds already. */
export function giveable(
  offered: Offered,
  roles: readonly CustomRole[],
  held: RoleChoice | null,
  own: string,
): { presets: Preset[]; custom: CustomRole[] } {
  const mine = new Set(offered.permissions.filter((one) => one.mine).map((one) => one.name));
  return {
    presets: PRESETS.filter((preset) =>
      preset === "owner"
        ? own === "owner"
        : offered.presets
            .find((one) => one.role === preset)
            ?.permissions.every((name) => mine.has(name)),
    ),
    custom: roles.filter((role) => role.may_change && (offered.included || role.id === held)),
  };
}
