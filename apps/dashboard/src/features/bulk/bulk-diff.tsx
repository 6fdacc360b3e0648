"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import type { BulkItem } from "@/api/bulk-edits";
import { bulkTexts } from "./texts";

const MONEY = new Set(["price", "compare_at_price", "cost"]);

type Field = "price" | "compare_at_price" | "cost" | "status" | "tags" | "vendor";

/** Products with what changes of each, before and after. */
export function BulkDiff({ items, currency }: { items: readonly BulkItem[]; currency: string }) {
  const t = useTexts(bulkTexts);
  const show = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === "") return t("nothing");
    if (MONEY.has(field)) return formatMoney({ amount: Number(value), currency }, t.locale);
    if (Array.isArray(value)) return value.length === 0 ? t("nothing") : value.join(", ");
    if (field === "status") return t(`status_${value as "active"}`);
    if (field === "policy") return t(`policy_${value as "deny"}`);
    return String(value);
  };
  return (
    <ul className="grid">
      {items.map((item) => (
        <li key={item.product_id} className="grid gap-1 border-t py-2.5 text-13 first:border-0">
          <span className="font-medium wrap-anywhere">{item.title}</span>
          {item.note ? <span className="text-12 text-danger">{item.note}</span> : null}
          {item.changes.length === 0 && !item.note ? (
            <span className="text-12 text-subtle">{t("unchanged")}</span>
          ) : null}
          {item.changes.map((one) => (
            <span
              key={`${one.field}${one.variant ?? ""}`}
              className="num grid grid-cols-[minmax(0,10rem)_minmax(0,1fr)] gap-2 text-12"
            >
              <span className="truncate text-subtle">
                {t(`field_${one.field as Field}`)}
                {one.variant ? ` · ${one.variant}` : ""}
              </span>
              <span className="wrap-anywhere">
                <s className="text-subtle">{show(one.field, one.before)}</s>{" "}
                <span className="font-medium">{show(one.field, one.after)}</span>
              </span>
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
