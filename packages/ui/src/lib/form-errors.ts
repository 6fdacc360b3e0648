/** What a form needs to know of a refusal; `@ecomm/api-client`'s ApiError is one. */
export interface Refusal {
  code: string;
  message: string;
  details: readonly { field: string | null; code?: string; message: string }[];
}

export interface FieldMessage {
  field: string;
  message: string;
  code: string;
}

export interface SortedRefusal {
  /** Messages that belong to a field of the form. */
  fields: FieldMessage[];
  /** What concerns the whole form, or fields it does not show. */
  general: string[];
}

export interface RefusalMap {
  /** Renames the API's path to the form's, e.g. `seo.title` → `seoTitle`; null is not shown. */
  rename?: (field: string) => string | null;
  /** Whether the form shows a field of this name. */
  shows: (field: string) => boolean;
  /** Our words for a code, where the API's would be too general. */
  words?: (code: string, message: string) => string;
}

/** Sorts a refusal's details onto the fields of a form. Nothing said by the API is dropped. */
export function sortRefusal(refusal: Refusal, map: RefusalMap): SortedRefusal {
  const fields: FieldMessage[] = [];
  const general: string[] = [];
  for (const detail of refusal.details) {
    const code = detail.code ?? refusal.code;
    const text = detail.message || refusal.message;
    const message = map.words?.(code, text) ?? text;
    const target = detail.field === null ? null : (map.rename?.(detail.field) ?? detail.field);
    if (target !== null && map.shows(target)) fields.push({ field: target, message, code });
    else general.push(detail.field === null ? message : `${detail.field}: ${message}`);
  }
  if (fields.length === 0 && general.length === 0) {
    general.push(map.words?.(refusal.code, refusal.message) ?? refusal.message);
  }
  return { fields, general };
}

/** Whether a dotted path leads to something in a form's values: `variants.0.sku`. */
export function hasPath(values: unknown, path: string): boolean {
  let at: unknown = values;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return false;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}
