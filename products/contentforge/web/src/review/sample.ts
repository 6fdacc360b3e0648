/**
 * A sample for who has no products here yet. It is made up, and every place that shows it says so.
 * Claims are written into the text: `[words|F2]` rests on F2, `[words|!F12]` contradicts it,
 * `[words|?]` has no fact.
 */
import { tallyOf } from "./rules";
import type { Claim, DraftField, Fact, FieldKey, Review, ScorePart } from "./types";

export const SAMPLE_FACTS: readonly Fact[] = [
  { id: "F1", label: "Material", value: "18/8 stainless steel (304)" },
  { id: "F2", label: "Capacity", value: "750 ml" },
  { id: "F3", label: "Net weight", value: "362 g" },
  { id: "F4", label: "Wall", value: "Double, vacuum" },
  { id: "F5", label: "Keeps cold", value: "24 h" },
  { id: "F6", label: "Keeps hot", value: "12 h" },
  { id: "F9", label: "Finish", value: "Powder coat" },
  { id: "F10", label: "Lid", value: "Polypropylene" },
  { id: "F11", label: "Gasket", value: "Silicone" },
  { id: "F12", label: "Care", value: "Body: hand wash only. Lid: top rack" },
];

const MARK = /\[([^|\]]+)\|([!?]?)(F\d+)?\]/gu;

/** Reads the marks out of a text. */
export function marked(
  key: FieldKey,
  before: string | null,
  source: readonly string[],
): DraftField {
  const claims: Claim[] = [];
  const lines = source.map((text, line) => {
    let plain = "";
    let from = 0;
    for (const found of text.matchAll(MARK)) {
      const [whole, words = "", sign, fact] = found;
      plain += text.slice(from, found.index);
      const start = [...plain].length;
      plain += words;
      from = found.index + whole.length;
      const state = sign === "!" ? "contradicted" : sign === "?" ? "unsupported" : "traced";
      claims.push({ line, start, end: [...plain].length, state, fact: fact ?? null });
    }
    return plain + text.slice(from);
  });
  return { key, before, lines, claims };
}

const FIELDS: readonly DraftField[] = [
  marked(
    "title",
    "NORDLYS Water Bottle 750ml Stainless Steel Vacuum Flask Hot Cold Sports Gym Leakproof",
    ["Nordlys [750 ml|F2] [Insulated|F4] [Steel|F1] Bottle"],
  ),
  marked("description", null, [
    "Cold water stays cold for [24 hours|F5]; coffee stays hot for [12|F6]. [Two walls|F4] of [18/8 stainless steel|F1] with a vacuum between them do the work, so the [powder-coated|F9] outside stays dry in your bag.",
    "It holds [750 ml|F2], weighs [362 g|F3] and is [dishwasher-safe|!F12].",
  ]),
  marked("features", null, [
    "Seals with a [silicone gasket|F11]",
    "[BPA-free|?] lid in [polypropylene|F10]",
    "[Double wall with vacuum|F4]",
    "[24 h cold|F5], [12 h hot|F6]",
    "[18/8 stainless steel|F1] body",
  ]),
  marked("benefits", null, [
    "Ice in the morning, ice at camp: [24 h cold|F5]",
    "Light enough to carry full: [362 g|F3] empty",
  ]),
  marked("seo_title", null, ["Insulated Steel Bottle [750 ml|F2], [24 h cold|F5] | Halden Supply"]),
  marked("seo_description", null, [
    "Nordlys: a [750 ml|F2] bottle in [18/8 steel|F1] that keeps water cold [24 h|F5] and coffee hot [12 h|F6]. Hand-wash the body.",
  ]),
  marked("keywords", null, [
    "insulated bottle",
    "steel water bottle",
    "750 ml bottle",
    "thermos 750 ml",
    "vacuum bottle",
    "camping bottle",
    "hiking bottle",
    "bottle keeps cold",
    "coffee flask",
    "double wall bottle",
    "powder coat bottle",
  ]),
  marked("alt_text", null, ["Nordlys bottle standing on a wooden bench, lid closed"]),
];

/** How a flag of the sample is put right: by the source's own words, or by leaving the claim out. */
const MENDED: Readonly<Partial<Record<FieldKey, readonly string[]>>> = {
  description: [
    "Cold water stays cold for [24 hours|F5]; coffee stays hot for [12|F6]. [Two walls|F4] of [18/8 stainless steel|F1] with a vacuum between them do the work, so the [powder-coated|F9] outside stays dry in your bag.",
    "It holds [750 ml|F2] and weighs [362 g|F3]. [Hand-wash the body; the lid goes in the top rack|F12].",
  ],
  features: [
    "Seals with a [silicone gasket|F11]",
    "Lid in [polypropylene|F10]",
    "[Double wall with vacuum|F4]",
    "[24 h cold|F5], [12 h hot|F6]",
    "[18/8 stainless steel|F1] body",
  ],
};

export const SAMPLE_FIELDS = FIELDS;

/** The sample with some of its flags put right; the facts' points follow from the claims. */
export function sampleReview(mended: readonly FieldKey[], reasons: SampleReasons): Review {
  const fields = FIELDS.map((field) => {
    const lines = mended.includes(field.key) ? MENDED[field.key] : undefined;
    return lines ? marked(field.key, field.before, lines) : field;
  });
  const { traced, claims } = tallyOf({ fields });
  const facts: ScorePart = {
    key: "facts",
    points: Math.floor((40 * traced) / claims),
    of: 40,
    reason: reasons.facts(traced, claims),
  };
  return {
    product: "Nordlys 750 Insulated Bottle",
    facts: SAMPLE_FACTS,
    fields,
    score: [
      facts,
      { key: "form", points: 20, of: 20, reason: reasons.form },
      { key: "voice", points: 17, of: 20, reason: reasons.voice },
      { key: "search", points: 15, of: 20, reason: reasons.search },
    ],
  };
}

export interface SampleReasons {
  facts: (traced: number, claims: number) => string;
  form: string;
  voice: string;
  search: string;
}
