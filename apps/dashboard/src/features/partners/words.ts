import type { Glyph, Tone } from "@ecomm/ui/status";
import type { Commission, Introduction } from "@/api/partners";

export interface Mark {
  glyph: Glyph;
  tone: Tone;
}

/** How each stage of a business that was brought looks. */
export const STAGES: Record<Introduction["stage"], Mark> = {
  joined: { glyph: "circle", tone: "idle" },
  paying: { glyph: "circle-full", tone: "success" },
  credited: { glyph: "circle-half", tone: "info" },
  settled: { glyph: "circle-full", tone: "success" },
  clawed_back: { glyph: "circle-back", tone: "warning" },
  refused: { glyph: "blocked", tone: "idle" },
};

export const COMMISSIONS: Record<Commission["state"], Mark> = {
  earned: { glyph: "circle-half", tone: "info" },
  approved: { glyph: "circle-draft", tone: "success" },
  clawed_back: { glyph: "circle-back", tone: "warning" },
  paid: { glyph: "circle-full", tone: "success" },
};

/** What is left until a payout; zero or less: enough. */
export function missing(payable: { amount: number }, minimum: { amount: number }): number {
  return minimum.amount - payable.amount;
}
