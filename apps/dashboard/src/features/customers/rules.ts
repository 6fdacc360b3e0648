import type { Condition } from "@/api/customers";

/** What a rule asks about, and the ways it may ask. */
export const FIELDS = {
  total_spent: ["at_least", "at_most"],
  orders_count: ["at_least", "at_most", "equals"],
  last_order: ["within_days", "not_within_days"],
  created: ["within_days", "not_within_days"],
  country: ["is_any_of", "is_none_of"],
  tag: ["has", "has_not"],
  consent: ["is"],
} as const;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

/** A rule as it is being written: its value is the text of its control. */
export interface Draft {
  key: string;
  field: FieldName;
  op: string;
  value: string;
}

let made = 0;
export const fresh = (field: FieldName = "total_spent"): Draft => {
  made += 1;
  return {
    key: `rule-${made}`,
    field,
    op: FIELDS[field][0],
    value: field === "consent" ? "true" : "",
  };
};

const whole = (text: string): number | null =>
  /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : null;

/** An amount as people write it, in minor units. */
function minor(text: string, digits: number): number | null {
  const found = /^(\d{1,9})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!found || (found[2] ?? "").length > digits) return null;
  return Number(`${found[1]}${(found[2] ?? "").padEnd(digits, "0")}`);
}

/** The rule as the API takes it, or null while something is missing. */
export function finished(draft: Draft, digits: number): Condition | null {
  const { field, op } = draft;
  const text = draft.value.trim();
  const as = (value: unknown) => ({ field, op, value }) as Condition;
  switch (field) {
    case "total_spent": {
      const amount = minor(text, digits);
      return amount === null ? null : as(amount);
    }
    case "orders_count": {
      const count = whole(text);
      return count === null ? null : as(count);
    }
    case "last_order":
    case "created": {
      const days = whole(text);
      return days === null || days < 1 || days > 3650 ? null : as(days);
    }
    case "country": {
      const codes = text
        .toUpperCase()
        .split(/[\s,]+/)
        .filter(Boolean);
      return codes.length > 0 && codes.every((code) => /^[A-Z]{2}$/.test(code)) ? as(codes) : null;
    }
    case "consent":
      return as(text === "true");
    default:
      return text === "" ? null : as(text);
  }
}

/** A stored rule as its controls show it. */
export function drafted(condition: Condition, digits: number): Draft {
  const { field, op, value } = condition;
  const start = { ...fresh(field), op };
  if (field === "total_spent" && typeof value === "number") {
    const text = digits === 0 ? String(value) : (value / 10 ** digits).toFixed(digits);
    return { ...start, value: text };
  }
  return { ...start, value: Array.isArray(value) ? value.join(", ") : String(value) };
}
