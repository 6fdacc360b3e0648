import type { Entry } from "@/api/activity";

/** "product.update" or "sale_price" as words: "Product: update", "Sale price". What is done is named
 * by the API's stable codes, which are English words; a new one reads well without being listed. */
export function words(code: string): string {
  const [first = "", ...rest] = code.split(".").map((part) => part.replaceAll("_", " "));
  const said = [first, ...rest].join(": ");
  return said.charAt(0).toUpperCase() + said.slice(1);
}

/** What an entry is about, by the name that was recorded. */
export function nameOf(entry: Entry): string | null {
  for (const side of [entry.after, entry.before]) {
    for (const key of ["title", "name", "email", "number", "code", "slug", "host", "subject"]) {
      const value = side?.[key];
      if (typeof value === "string" && value !== "") return value;
      if (typeof value === "number") return `#${value}`;
    }
  }
  return null;
}

export interface Change {
  field: string;
  before: string | null;
  after: string | null;
}

/** A recorded value for a cell: texts as they are, the rest as JSON. */
function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The fields that an entry recorded: those that changed first, and how many stayed the same. */
export function changesOf(entry: Entry): { changed: Change[]; same: number } {
  const fields = new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})]);
  const all = [...fields].sort().map((field) => ({
    field,
    before: shown(entry.before?.[field]),
    after: shown(entry.after?.[field]),
  }));
  const changed = all.filter((one) => one.before !== one.after);
  return { changed, same: all.length - changed.length };
}
