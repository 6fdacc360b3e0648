/** What the review screen shows: a product's facts, its drafted fields, and how each claim stands. */
export const FIELD_KEYS = [
  "title",
  "description",
  "features",
  "benefits",
  "seo_title",
  "seo_description",
  "keywords",
  "alt_text",
] as const;
export type FieldKey = (typeof FIELD_KEYS)[number];

/** One thing the shop knows of a product, numbered in its source. */
export interface Fact {
  id: string;
  label: string;
  value: string;
}

/**
 * One factual claim in a line of a draft: `[...line].slice(start, end)`, counted in code points.
 * `traced` rests on a fact, `contradicted` says something else than its fact, `unsupported` has none.
 */
export interface Claim {
  line: number;
  start: number;
  end: number;
  state: "traced" | "contradicted" | "unsupported";
  fact: string | null;
}

export interface DraftField {
  key: FieldKey;
  /** What stands in the shop now; null where there is nothing. */
  before: string | null;
  /** Paragraphs, bullet points or phrases. */
  lines: readonly string[];
  claims: readonly Claim[];
}

/** What a draft's quality is made of, with the reason for what is missing. */
export interface ScorePart {
  key: "facts" | "form" | "voice" | "search";
  points: number;
  of: number;
  reason: string;
}

export interface Review {
  product: string;
  facts: readonly Fact[];
  fields: readonly DraftField[];
  score: readonly ScorePart[];
}
