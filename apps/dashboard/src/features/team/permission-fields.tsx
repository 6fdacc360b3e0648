"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Select } from "@ecomm/ui/select";
import type { Offered } from "@/api/team";
import type { Area } from "@/shell/may";
import { GROUPS, type Level, levelOf, levelsOf, neededBy, withLevel } from "./roles";
import { rolesTexts } from "./roles-texts";

/** Every area with how far a role goes in it, in words. What one area needs of another comes along
 * by itself, is said there, and cannot be taken away while it is needed. */
export function PermissionFields({
  offered,
  chosen,
  onChange,
}: {
  offered: Offered;
  chosen: ReadonlySet<string>;
  onChange: (chosen: Iterable<string>) => void;
}) {
  const t = useTexts(rolesTexts);
  return (
    <div className="grid gap-5">
      {GROUPS.map((group) => (
        <fieldset key={group.key} className="grid min-w-0">
          <legend className="mb-1 text-12 font-medium text-subtle">
            {t(`group_${group.key}` as "group_shop")}
          </legend>
          <ul className="rounded-panel inset-ring inset-ring-border">
            {group.areas.map((area) => (
              <AreaRow
                key={area}
                area={area}
                offered={offered}
                chosen={chosen}
                onLevel={(level) => onChange(withLevel(offered, chosen, area, level))}
              />
            ))}
          </ul>
        </fieldset>
      ))}
    </div>
  );
}

function AreaRow({
  area,
  offered,
  chosen,
  onLevel,
}: {
  area: Area;
  offered: Offered;
  chosen: ReadonlySet<string>;
  onLevel: (level: Level) => void;
}) {
  const t = useTexts(rolesTexts);
  const levels = levelsOf(offered, area);
  const level = levelOf(offered, chosen, area);
  const needed = neededBy(offered, chosen, area);
  const mine = new Set(offered.permissions.filter((one) => one.mine).map((one) => one.name));
  const at = levels.indexOf(level);
  const options = levels
    .map((one, place) => ({
      value: one as string,
      label: t(`level_${one}`),
      disabled:
        place < levels.indexOf(needed.level) ||
        (place > at && !mine.has(`${area}:${one}`)) ||
        (area === "stores" && one === "none"),
    }))
    .filter((option) => option.value !== "none" || area !== "stores");
  return (
    <li className="grid gap-2 border-t px-3 py-2.5 text-13 first:border-0 md:grid-cols-[minmax(0,1fr)_160px] md:items-center">
      <span className="min-w-0">
        <span className="block font-medium">{t(area)}</span>
        <span className="block text-12 text-muted">{t(`${area}_${level}` as "orders_read")}</span>
        {needed.areas.length > 0 ? (
          <span className="block text-12 text-subtle">
            {t("needed_by", { names: needed.areas.map((one) => t(one)).join(", ") })}
          </span>
        ) : null}
      </span>
      <Select
        aria-label={t(area)}
        value={level}
        onValueChange={(next) => onLevel(next as Level)}
        options={options}
      />
    </li>
  );
}
