"use client";

import { IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Pencil, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { ShippingRate } from "@/features/settings/rates";
import { countryName } from "@/features/stores/choices";
import { shippingTexts } from "./texts";

/** One rate: its name and steps, what it costs, and what may be done with it. */
export function RateRow({
  rate,
  onEdit,
  onDelete,
  children,
}: {
  rate: ShippingRate;
  onEdit?: (() => void) | undefined;
  onDelete?: (() => void) | undefined;
  children?: ReactNode;
}) {
  const t = useTexts(shippingTexts);
  const { currency } = rate.amount;
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  const places =
    rate.zone_id !== null
      ? null
      : rate.countries.length === 0
        ? t("everywhere")
        : rate.countries.map((code) => countryName(code, t.locale)).join(", ");
  const steps = rate.tiers.map((tier) =>
    rate.basis === "weight"
      ? t("from_weight", { at: tier.from, amount: money(tier.amount.amount) })
      : t("from_price", { at: money(tier.from), amount: money(tier.amount.amount) }),
  );
  const facts = [
    places,
    rate.min_days === rate.max_days
      ? t("days_one", { count: rate.max_days })
      : t("days", { min: rate.min_days, max: rate.max_days }),
    ...steps,
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-13">
      <span className="min-w-0 flex-1 max-sm:basis-full">
        <span className="block truncate font-medium">{rate.name}</span>
        <span className="block text-12 break-words text-subtle">
          {facts.filter(Boolean).join(" · ")}
        </span>
        {children}
      </span>
      <span className="num max-sm:flex-1 sm:text-end">
        <span className="block font-medium">{money(rate.amount.amount)}</span>
        {rate.free_over ? (
          <span className="block text-12 text-subtle">
            {t("free", { amount: money(rate.free_over.amount) })}
          </span>
        ) : null}
      </span>
      {onEdit || onDelete ? (
        <span className="flex">
          {onEdit ? (
            <IconButton label={t("edit_rate", { name: rate.name })} onClick={onEdit}>
              <Pencil aria-hidden />
            </IconButton>
          ) : null}
          {onDelete ? (
            <IconButton label={t("delete_rate", { name: rate.name })} onClick={onDelete}>
              <Trash2 aria-hidden />
            </IconButton>
          ) : null}
        </span>
      ) : null}
    </li>
  );
}
