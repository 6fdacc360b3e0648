"use client";

import { Field } from "@ecomm/ui/field";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import type { AddOn, Wanted } from "@/api/billing";
import { billingTexts } from "./texts";

export type AddOns = NonNullable<Wanted["add_ons"]>;

/** How many of each add-on are wanted; none of one is none of it. */
export function AddOnFields({
  sold,
  interval,
  value,
  onChange,
}: {
  sold: readonly AddOn[];
  interval: "month" | "year";
  value: AddOns;
  onChange: (next: AddOns) => void;
}) {
  const t = useTexts(billingTexts);
  const { locale } = useLocale();
  const set = ({ name, most }: AddOn, typed: string) => {
    const { [name]: _, ...others } = value;
    const count = Math.min(most, Math.max(0, Math.trunc(Number(typed)) || 0));
    onChange(count > 0 ? { ...others, [name]: count } : others);
  };
  return (
    <Field label={t("add_ons")} help={t("add_ons_lead")} group>
      <ul className="grid gap-2">
        {sold.map((one) => (
          <li key={one.name} className="flex items-center gap-3 text-13">
            <span className="min-w-0 flex-1">
              {one.title}
              <span className="num block text-12 text-subtle">
                {t("each_price", {
                  amount: formatMoney(interval === "year" ? one.year : one.month, locale),
                  each: t(`each_${interval}`),
                })}
              </span>
            </span>
            <Input
              type="number"
              inputMode="numeric"
              min={0}
              max={one.most}
              step={1}
              // The field around names the group; each has a name of its own.
              id={undefined}
              className="num w-20 text-end"
              aria-label={t("add_on_count", { name: one.title })}
              value={value[one.name] ?? 0}
              onFocus={(event) => event.currentTarget.select()}
              onChange={(event) => set(one, event.currentTarget.value)}
            />
          </li>
        ))}
      </ul>
    </Field>
  );
}
