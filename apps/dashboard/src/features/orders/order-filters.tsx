"use client";

import { FilterChip, FilterMenu, type ListControls } from "@ecomm/ui/data-table";
import { useTexts } from "@ecomm/ui/i18n";
import { useQuery } from "@tanstack/react-query";
import { orderChoicesQuery } from "@/api/orders";
import { DateFilter } from "./date-filter";
import { listTexts } from "./list-texts";
import { statusTexts } from "./status";

export const PAYMENTS = [
  "unpaid",
  "authorized",
  "partially_paid",
  "paid",
  "partially_refunded",
  "refunded",
  "overpaid",
] as const;
export const FULFILMENTS = [
  "unfulfilled",
  "partial",
  "fulfilled",
  "partially_returned",
  "returned",
] as const;

/** What the order table is narrowed by, each as a chip, and the menus that narrow it. */
export function OrderFilters({ storeId, list }: { storeId: string; list: ListControls }) {
  const t = useTexts(listTexts);
  const words = useTexts(statusTexts);
  const { data } = useQuery(orderChoicesQuery(storeId));
  const { filters } = list.state;
  const region = new Intl.DisplayNames([t.locale], { type: "region" });
  const countryName = (code: string) => region.of(code) ?? code;
  const payment = (value: string) => words(`pay_${value as (typeof PAYMENTS)[number]}`);
  const fulfilment = (value: string) => words(`ful_${value as (typeof FULFILMENTS)[number]}`);
  const kind = (value: string) => t(value === "true" ? "only_test" : "no_test");
  const chips = [
    { name: "payment_status", label: t("payment"), show: payment },
    { name: "fulfilment_status", label: t("fulfilment"), show: fulfilment },
    { name: "test", label: t("orders_kind"), show: kind },
    { name: "tag", label: t("tag"), show: (value: string) => value },
    { name: "country", label: t("country"), show: countryName },
  ];
  return (
    <>
      {chips.map(({ name, label, show }) => {
        const value = filters[name];
        return value ? (
          <FilterChip
            key={name}
            name={label}
            value={show(value)}
            onRemove={() => list.setFilter(name, null)}
          />
        ) : null;
      })}
      <DateFilter list={list} />
      <FilterMenu
        label={t("filter")}
        list={list}
        choices={[
          {
            name: "payment_status",
            label: t("payment"),
            options: PAYMENTS.map((value) => ({ value, label: payment(value) })),
          },
          {
            name: "fulfilment_status",
            label: t("fulfilment"),
            options: FULFILMENTS.map((value) => ({ value, label: fulfilment(value) })),
          },
          {
            name: "test",
            label: t("orders_kind"),
            options: ["true", "false"].map((value) => ({ value, label: kind(value) })),
          },
        ]}
      />
      {data?.tags.length ? (
        <FilterMenu
          label={t("tag")}
          list={list}
          choices={[
            {
              name: "tag",
              label: t("tag"),
              options: data.tags.map((value) => ({ value, label: value })),
            },
          ]}
        />
      ) : null}
      {data && data.countries.length > 1 ? (
        <FilterMenu
          label={t("country")}
          list={list}
          choices={[
            {
              name: "country",
              label: t("country"),
              options: data.countries.map((value) => ({ value, label: countryName(value) })),
            },
          ]}
        />
      ) : null}
    </>
  );
}
