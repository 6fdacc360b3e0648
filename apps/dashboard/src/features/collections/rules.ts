import type { Rule } from "@/api/collections";

export const MAX_RULES = 60;

export type Field = Rule["field"];
export type Op = Rule["op"];

/** A condition while it is written: the value is what stands in its field. */
export interface Draft {
  key: string;
  field: Field;
  op: Op;
  /** Text, a category's id, a day (YYYY-MM-DD); amounts and units as numbers. */
  value: string | number | null;
}

const TEXT: readonly Op[] = [
  "contains",
  "not_contains",
  "equals",
  "not_equals",
  "starts_with",
  "ends_with",
];
const NUMBER: readonly Op[] = ["less_than", "greater_than", "equals"];

/** What each field can be compared by, the usual way first. */
export const OPS: Record<Field, readonly Op[]> = {
  title: TEXT,
  product_type: TEXT,
  vendor: TEXT,
  tag: ["equals", "not_equals"],
  price: NUMBER,
  compare_at_price: ["is_set", "is_not_set", ...NUMBER],
  stock: ["greater_than", "less_than", "equals"],
  category: ["is_in", "is_not_in"],
  created: ["after", "before"],
};
export const FIELDS = Object.keys(OPS) as Field[];

export const needsValue = (op: Op): boolean => op !== "is_set" && op !== "is_not_set";

export const draft = (field: Field = "tag"): Draft => ({
  key: crypto.randomUUID(),
  field,
  op: OPS[field][0] ?? "equals",
  value: null,
});

export function fromRule(rule: Rule): Draft {
  const value = rule.field === "created" ? rule.value.slice(0, 10) : rule.value;
  return { key: crypto.randomUUID(), field: rule.field, op: rule.op, value };
}

/** The condition as the API takes it, or null while something is missing. */
export function toRule({ field, op, value }: Draft): Rule | null {
  if (!needsValue(op)) return { field, op, value: 0 } as Rule;
  if (typeof value === "number") return Number.isNaN(value) ? null : ({ field, op, value } as Rule);
  const text = (value ?? "").trim();
  if (text === "") return null;
  return { field, op, value: field === "created" ? `${text}T00:00:00Z` : text } as Rule;
}

/** All conditions, or null while one of them misses something. */
export function toRules(drafts: readonly Draft[]): Rule[] | null {
  const rules = drafts.map(toRule);
  return rules.length > 0 && rules.every((rule) => rule !== null) ? (rules as Rule[]) : null;
}
