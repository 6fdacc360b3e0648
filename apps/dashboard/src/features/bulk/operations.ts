import type { KnownOperation, Operation } from "@/api/bulk-edits";

/** What one can choose; some are one operation of the API with a field filled in. */
export const KINDS = [
  "set_price",
  "shift_price",
  "scale_price",
  "set_compare_at_price",
  "clear_compare_at_price",
  "set_cost",
  "set_status",
  "add_tags",
  "remove_tags",
  "set_vendor",
  "set_product_type",
  "set_category",
  "remove_category",
  "add_to_collection",
  "remove_from_collection",
  "set_policy",
] as const;
export type Kind = (typeof KINDS)[number];

/** A change while it is put together. */
export interface Change {
  key: string;
  kind: Kind;
  amount: number | null;
  percent: string;
  down: boolean;
  text: string;
  tags: string[];
}

export const change = (kind: Kind = "scale_price"): Change => ({
  key: crypto.randomUUID(),
  kind,
  amount: null,
  percent: "",
  down: kind === "scale_price" || kind === "shift_price",
  text: kind === "set_status" ? "active" : kind === "set_policy" ? "backorder" : "",
  tags: [],
});

/** Percent as parts per million, or null where it is none. */
export function toPpm(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  if (!/^\d{1,4}(?:\.\d{1,4})?$/.test(plain)) return null;
  return Math.round(Number(plain) * 10_000);
}

const amountOf = ({ amount }: Change): number | null =>
  amount === null || Number.isNaN(amount) ? null : amount;

function money(one: Change): Operation | null {
  const amount = amountOf(one);
  const sign = one.down ? -1 : 1;
  switch (one.kind) {
    case "clear_compare_at_price":
      return { op: "set_money", field: "compare_at_price", amount: null };
    case "scale_price": {
      const ppm = toPpm(one.percent);
      return ppm === null ? null : { op: "scale_money", field: "price", by_ppm: sign * ppm };
    }
    case "shift_price":
      return amount === null ? null : { op: "shift_money", field: "price", by: sign * amount };
    case "set_price":
    case "set_compare_at_price":
    case "set_cost": {
      const field = one.kind.slice("set_".length) as "price" | "compare_at_price" | "cost";
      return amount === null ? null : { op: "set_money", field, amount };
    }
    default:
      return null;
  }
}

/** The operation as the API takes it, or null while something is missing. */
export function toOperation(one: Change): Operation | null {
  const text = one.text.trim();
  switch (one.kind) {
    case "set_status":
      return { op: "set_status", status: text as "active" | "draft" | "archived" };
    case "set_policy":
      return { op: "set_policy", policy: text as "deny" | "backorder" };
    case "add_tags":
    case "remove_tags":
      return one.tags.length === 0 ? null : { op: one.kind, tags: one.tags };
    case "set_vendor":
    case "set_product_type":
      return { op: one.kind, value: text || null };
    case "set_category":
    case "remove_category":
      return text === "" ? null : { op: one.kind, category_id: text };
    case "add_to_collection":
    case "remove_from_collection":
      return text === "" ? null : { op: one.kind, collection_id: text };
    default:
      return money(one);
  }
}

/** All operations, or null while one of them misses something. */
export function toOperations(changes: readonly Change[]): Operation[] | null {
  const all = changes.map(toOperation);
  return all.length > 0 && all.every((one) => one !== null) ? (all as Operation[]) : null;
}

/** Which of the choices an operation of the API is; `set_prices` is made by the price rules. */
export function kindOf(operation: KnownOperation): Kind | "set_prices" {
  if (operation.op === "set_money") {
    if (operation.amount === null && operation.field === "compare_at_price") {
      return "clear_compare_at_price";
    }
    return `set_${operation.field}`;
  }
  if (operation.op === "shift_money") return "shift_price";
  if (operation.op === "scale_money") return "scale_price";
  return operation.op;
}
