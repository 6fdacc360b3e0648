"use client";

import { CheckboxField } from "@ecomm/ui/checkbox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { Select } from "@ecomm/ui/select";
import { useQuery } from "@tanstack/react-query";
import { storesQuery } from "@/api/stores";
import type { Role } from "@/shell/may";
import { teamTexts } from "./texts";

const ROLES: readonly Role[] = ["viewer", "staff", "admin", "owner"];

/** A role, with what it may do; none above one's own. */
export function RoleField({
  value,
  own,
  onChange,
}: {
  value: Role;
  own: Role;
  onChange: (role: Role) => void;
}) {
  const t = useTexts(teamTexts);
  const mine = ROLES.indexOf(own);
  return (
    <Field label={t("role")} help={t(`about_${value}`)}>
      <Select
        value={value}
        onValueChange={(role) => onChange(role as Role)}
        options={ROLES.filter((_, at) => at <= mine).map((role) => ({
          value: role,
          label: t(role),
        }))}
      />
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
