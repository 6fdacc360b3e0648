import type { Formula, PriceRule, PriceRuleBody } from "@/api/price-rules";
import { parseRate, rateText } from "@/features/currencies/endings";
import { parsePercent, percentText } from "@/features/settings/percent";

export const SCOPES = ["all", "supplier", "category", "product"] as const;
export const KINDS = ["markup", "margin", "bands"] as const;
export const ENDINGS = ["none", "99", "95", "9"] as const;
export const MOST_BANDS = 20;

/** The largest factor a markup may have, in parts per million. */
const MOST_FACTOR = 100_000_000;
const MOST_FLOOR = 900_000;

export interface Band {
  /** Null in the last one: for all above. */
  upTo: number | null;
  factor: string;
  add: number | null;
}

/** What the form of a rule holds: shares as typed, amounts in minor units. */
export interface RuleValues {
  name: string;
  active: boolean;
  position: number | null;
  scope: (typeof SCOPES)[number];
  scopeId: string;
  kind: (typeof KINDS)[number];
  factor: string;
  add: number | null;
  margin: string;
  fee: string;
  fixedFee: number | null;
  bands: Band[];
  buffer: string;
  floor: string;
  ending: (typeof ENDINGS)[number];
  compareAt: boolean;
  destination: string;
}

export const blankRule = (): RuleValues => ({
  name: "",
  active: true,
  position: 1,
  scope: "all",
  scopeId: "",
  kind: "markup",
  factor: "2.5",
  add: null,
  margin: "40",
  fee: "",
  fixedFee: null,
  bands: [
    { upTo: 1_000, factor: "3", add: null },
    { upTo: 5_000, factor: "2.5", add: null },
    { upTo: null, factor: "2", add: null },
  ],
  buffer: "",
  floor: "15",
  ending: "99",
  compareAt: false,
  destination: "",
});

const asFormula = (rule: PriceRule): Formula => rule.formula as unknown as Formula;
const shareText = (ppm: number): string => (ppm === 0 ? "" : percentText(ppm));
const amountOrNull = (amount: number): number | null => (amount === 0 ? null : amount);

/** A stored rule as the form shows it. */
export function fromRule(rule: PriceRule): RuleValues {
  const formula = asFormula(rule);
  return {
    ...blankRule(),
    name: rule.name,
    active: rule.active,
    position: rule.position,
    scope: rule.scope,
    scopeId: rule.scope_id ?? "",
    kind: formula.kind,
    ...(formula.kind === "markup"
      ? { factor: rateText(formula.factor_ppm), add: amountOrNull(formula.add ?? 0) }
      : formula.kind === "margin"
        ? {
            margin: percentText(formula.margin_ppm),
            fee: shareText(formula.fee_ppm ?? 0),
            fixedFee: amountOrNull(formula.fixed_fee ?? 0),
          }
        : {
            bands: formula.bands.map((band) => ({
              upTo: band.up_to,
              factor: rateText(band.factor_ppm),
              add: amountOrNull(band.add ?? 0),
            })),
          }),
    buffer: shareText(rule.fx_buffer_ppm),
    floor: shareText(rule.floor_margin_ppm),
    ending: (rule.ending as RuleValues["ending"] | null) ?? "none",
    compareAt: rule.compare_at,
    destination: rule.destination ?? "",
  };
}

const factorOf = (text: string): number | null => {
  const ppm = parseRate(text);
  return ppm !== null && ppm <= MOST_FACTOR ? ppm : null;
};
/** A share as typed; nothing typed is none at all. */
const shareOf = (text: string): number | null => (text.trim() === "" ? 0 : parsePercent(text));
const bad = (amount: number | null): boolean => Number.isNaN(amount);

export type Fault =
  | "name"
  | "position"
  | "scope"
  | "factor"
  | "amount"
  | "margin"
  | "fee"
  | "together"
  | "bands"
  | "bands_rise"
  | "buffer"
  | "floor";

/** What is wrong with a form, by field; nothing where it can be sent. */
export function faults(values: RuleValues): Partial<Record<keyof RuleValues, Fault>> {
  const found: Partial<Record<keyof RuleValues, Fault>> = {};
  if (values.name.trim() === "") found.name = "name";
  const place = values.position;
  if (place === null || !(place >= 1 && place <= 10_000)) found.position = "position";
  if (values.scope !== "all" && values.scopeId === "") found.scopeId = "scope";
  if (values.kind === "markup") {
    if (factorOf(values.factor) === null) found.factor = "factor";
    if (bad(values.add)) found.add = "amount";
  } else if (values.kind === "margin") {
    const [margin, fee] = [parsePercent(values.margin), shareOf(values.fee)];
    if (margin === null || margin >= 1_000_000) found.margin = "margin";
    if (fee === null || fee >= 1_000_000) found.fee = "fee";
    if (margin !== null && fee !== null && !found.margin && margin + fee >= 1_000_000) {
      found.margin = "together";
    }
    if (bad(values.fixedFee)) found.fixedFee = "amount";
  } else {
    const fault = bandFault(values.bands);
    if (fault) found.bands = fault;
  }
  if (shareOf(values.buffer) === null) found.buffer = "buffer";
  const floor = shareOf(values.floor);
  if (floor === null || floor > MOST_FLOOR) found.floor = "floor";
  return found;
}

function bandFault(bands: readonly Band[]): Fault | null {
  let last = -1;
  for (const [place, band] of bands.entries()) {
    const end = place === bands.length - 1;
    if (factorOf(band.factor) === null || bad(band.add)) return "bands";
    if (end) continue;
    if (band.upTo === null || bad(band.upTo)) return "bands";
    if (band.upTo <= last) return "bands_rise";
    last = band.upTo;
  }
  return bands.length === 0 ? "bands" : null;
}

function formulaOf(values: RuleValues): Formula {
  if (values.kind === "markup") {
    return { kind: "markup", factor_ppm: factorOf(values.factor) ?? 0, add: values.add ?? 0 };
  }
  if (values.kind === "margin") {
    return {
      kind: "margin",
      margin_ppm: parsePercent(values.margin) ?? 0,
      fee_ppm: shareOf(values.fee) ?? 0,
      fixed_fee: values.fixedFee ?? 0,
    };
  }
  return {
    kind: "bands",
    bands: values.bands.map((band, place) => ({
      up_to: place === values.bands.length - 1 ? null : band.upTo,
      factor_ppm: factorOf(band.factor) ?? 0,
      add: band.add ?? 0,
    })),
  };
}

/** The body of the API; ask `faults` before. */
export const ruleBody = (values: RuleValues): PriceRuleBody => ({
  name: values.name.trim(),
  active: values.active,
  position: values.position ?? 1,
  scope: values.scope,
  scope_id: values.scope === "all" ? null : values.scopeId,
  formula: formulaOf(values),
  fx_buffer_ppm: shareOf(values.buffer) ?? 0,
  floor_margin_ppm: shareOf(values.floor) ?? 0,
  ending: values.ending === "none" ? null : values.ending,
  compare_at: values.compareAt,
  destination: values.destination || null,
});

/** The body to try while somebody types: a rule without a name can be tried, too. */
export function triedBody(values: RuleValues): PriceRuleBody | null {
  const { name: _, ...rest } = faults(values);
  if (Object.keys(rest).length > 0) return null;
  const body = ruleBody(values);
  return { ...body, name: body.name || "…", active: true };
}
