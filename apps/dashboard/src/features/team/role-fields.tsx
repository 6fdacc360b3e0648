"use client";

import { CheckboxField } from "@ecomm/ui/checkbox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { Select } from "@ecomm/ui/select";
import { useQuery } from "@tanstack/react-query";
import { meQuery } from "@/api/account";
import { storesQuery } from "@/api/stores";
import { permissionsQuery, rolesQuery } from "@/api/team";
import { giveable, isPreset, type RoleChoice } from "./roles";
import { teamTexts } from "./texts";

/** A role, with what it may do; none that may do more than one's own. `held` is the one that
 * somebody has now; `without` is not offered. */
export function RoleField({
  value,
  held = null,
  without,
  label,
  error,
  onChange,
}: {
  value: RoleChoice;
  held?: RoleChoice | null;
  without?: readonly RoleChoice[];
  label?: string;
  error?: string | undefined;
  onChange: (role: RoleChoice) => void;
}) {
  const t = useTexts(teamTexts);
  const me = useQuery(meQuery);
  const offered = useQuery(permissionsQuery);
  const roles = useQuery(rolesQuery);
  const items = roles.data?.items ?? [];
  const found =
    offered.data && me.data
      ? giveable(offered.data, items, held, me.data.role)
      : { presets: [], custom: [] };
  const options = [
    ...found.presets.map((preset) => ({ value: preset as RoleChoice, label: t(preset) })),
    ...found.custom.map((role) => ({ value: role.id, label: role.name })),
  ].filter((option) => !without?.includes(option.value));
  const custom = items.find((role) => role.id === value);
  const help = isPreset(value) ? t(`about_${value}`) : custom?.description;
  return (
    <Field label={label ?? t("role")} error={error} {...(help ? { help } : {})}>
      <Select value={value} onValueChange={onChange} options={options} />
    </Field>
  );
}

/** All stores, or some: null is all. */
export function StoresField({
  value,
  error,
  onChange,
}: {
  value: string[] | null;
  error?: string | undefined;
  onChange: (stores: string[] | null) => void;
}) {
  const t = useTexts(teamTexts);
  const stores = useQuery(storesQuery);
  return (
    <Field label={t("stores")} group error={error}>
      <RadioGroup
        value={value === null ? "all" : "some"}
        onValueChange={(choice) => onChange(choice === "all" ? null : [])}
        aria-label={t("stores")}
      >
        <RadioItem value="all" label={t("stores_all")} />
        <RadioItem value="some" label={t("stores_some")} />
      </RadioGroup>
      {value === null ? null : (
        <div className="mt-1 ms-6 grid max-h-48 gap-2 overflow-y-auto">
          {(stores.data?.items ?? []).map((store) => (
            <CheckboxField
              key={store.id}
              label={store.name}
              checked={value.includes(store.id)}
              onCheckedChange={(on) =>
                onChange(
                  on === true ? [...value, store.id] : value.filter((other) => other !== store.id),
                )
              }
            />
          ))}
        </div>
      )}
    </Field>
  );
}
