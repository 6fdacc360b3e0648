/** Rules of a review that its parts share. Pure: the landing's sample goes by the same ones. */
import type { Claim, DraftField, Review } from "./types";

export interface Piece {
  text: string;
  claim: Claim | null;
}

/** Cuts a line of a draft into plain text and claims, in order. Overlapping claims: the first counts. */
export function piecesOf(field: DraftField, line: number): Piece[] {
  const letters = [...(field.lines[line] ?? "")];
  const claims = field.claims
    .filter((claim) => claim.line === line && claim.end > claim.start)
    .toSorted((a, b) => a.start - b.start);
  const pieces: Piece[] = [];
  let at = 0;
  for (const claim of claims) {
    if (claim.start < at) continue;
    if (claim.start > at)
      pieces.push({ text: letters.slice(at, claim.start).join(""), claim: null });
    pieces.push({ text: letters.slice(claim.start, claim.end).join(""), claim });
    at = claim.end;
  }
  if (at < letters.length) pieces.push({ text: letters.slice(at).join(""), claim: null });
  return pieces;
}

export const isFlagged = (claim: Claim): boolean => claim.state !== "traced";

export const flagsOf = (field: DraftField): Claim[] => field.claims.filter(isFlagged);

/** Fields without an open flag: these may be published; no other ever is. */
export const cleanFields = (review: Pick<Review, "fields">): DraftField[] =>
  review.fields.filter((field) => flagsOf(field).length === 0);

export interface Tally {
  claims: number;
  traced: number;
  flags: number;
  clean: number;
}

export function tallyOf(review: Pick<Review, "fields">): Tally {
  const claims = review.fields.flatMap((field) => field.claims);
  const flags = claims.filter(isFlagged).length;
  return {
    claims: claims.length,
    traced: claims.length - flags,
    flags,
    clean: cleanFields(review).length,
  };
}

/** How often each fact is used by claims that rest on it. */
export function usesOf(review: Pick<Review, "fields">): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const claim of review.fields.flatMap((field) => field.claims)) {
    if (claim.state === "traced" && claim.fact !== null) {
      uses.set(claim.fact, (uses.get(claim.fact) ?? 0) + 1);
    }
  }
  return uses;
}

/** The words a claim stands on. */
export function quoteOf(field: DraftField, claim: Claim): string {
  return [...(field.lines[claim.line] ?? "")].slice(claim.start, claim.end).join("");
}

export const totalOf = (review: Pick<Review, "score">): number =>
  review.score.reduce((sum, part) => sum + part.points, 0);
