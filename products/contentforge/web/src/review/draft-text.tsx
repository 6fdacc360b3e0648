"use client";

import { useTexts } from "@ecomm/ui/i18n";
import type { ReactNode } from "react";
import { FlagIcon } from "./flag-icon";
import { isFlagged, type Piece, piecesOf } from "./rules";
import { reviewTexts } from "./texts";
import type { DraftField, Fact } from "./types";

const LISTS: readonly string[] = ["features", "benefits", "keywords"];

/** Names a claim and the fact it speaks of: `description:0:12@F5`. */
const keyOf = (field: DraftField, piece: Piece): string =>
  `${field.key}:${piece.claim?.line}:${piece.claim?.start}@${piece.claim?.fact ?? ""}`;

/** One drafted field: what the shop has now, the new text with its claims, and its flags. */
export function DraftText({
  field,
  facts,
  picked,
  onPick,
  children,
}: {
  field: DraftField;
  facts: readonly Fact[];
  picked: string | null;
  onPick: (claim: string) => void;
  children?: ReactNode;
}) {
  const t = useTexts(reviewTexts);
  const list = LISTS.includes(field.key);
  const Line = list ? "li" : "p";
  const lines = field.lines.map((line, at) => (
    <Line key={line}>
      {piecesOf(field, at).map((piece) =>
        piece.claim === null ? (
          piece.text
        ) : (
          <ClaimMark
            key={piece.claim.start}
            piece={piece}
            name={keyOf(field, piece)}
            lit={picked === keyOf(field, piece)}
            fact={facts.find((fact) => fact.id === piece.claim?.fact)}
            onPick={onPick}
          />
        ),
      )}
    </Line>
  ));
  return (
    <section className={`r-field r-field-${field.key}`} aria-label={t(`field_${field.key}`)}>
      {field.before === null ? null : (
        <p className="r-before">
          <span className="r-said">{t("before")}: </span>
          <del>{field.before}</del>
        </p>
      )}
      {list ? <ul>{lines}</ul> : lines}
      {children}
    </section>
  );
}

function ClaimMark({
  piece,
  name,
  lit,
  fact,
  onPick,
}: {
  piece: Piece;
  name: string;
  lit: boolean;
  fact: Fact | undefined;
  onPick: (claim: string) => void;
}) {
  const t = useTexts(reviewTexts);
  const { claim, text } = piece;
  if (claim === null) return text;
  const flagged = isFlagged(claim);
  const pick = () => onPick(name);
  return (
    <button
      type="button"
      data-claim={name}
      data-of={claim.fact ?? undefined}
      data-state={claim.state}
      className={`r-claim ${flagged ? "r-claim-flag" : ""} ${lit ? "r-claim-lit" : ""}`}
      onClick={pick}
      onFocus={pick}
      onMouseEnter={pick}
    >
      {text}
      {flagged ? (
        <span className="r-flag">
          <FlagIcon />
          {claim.state === "contradicted" && claim.fact
            ? t("says_no", { fact: claim.fact })
            : t("no_fact")}
        </span>
      ) : (
        <>
          <sup aria-hidden="true">{claim.fact}</sup>
          {fact ? (
            <span className="r-said">, {t("rests_on", { fact: fact.id, value: fact.value })}</span>
          ) : null}
        </>
      )}
    </button>
  );
}
