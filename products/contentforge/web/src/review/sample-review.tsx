"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { useMemo, useState } from "react";
import { ReviewBoard } from "./review-board";
import { quoteOf, tallyOf } from "./rules";
import { sampleReview } from "./sample";
import { sampleTexts } from "./sample-texts";
import { reviewTexts } from "./texts";
import type { Claim, DraftField, FieldKey } from "./types";

const SHOWN = ["title", "description", "features"] as const;

/** The review with sample data: its flags can be put right here, and nothing is sent anywhere. */
export function SampleReview() {
  const t = useTexts(sampleTexts);
  const r = useTexts(reviewTexts);
  const [mended, setMended] = useState<readonly FieldKey[]>([]);
  const [approved, setApproved] = useState(false);
  const review = useMemo(
    () =>
      sampleReview(mended, {
        facts: (traced, claims) => r("claims_traced", { traced, claims }),
        form: t("reason_form"),
        voice: t("reason_voice"),
        search: t("reason_search"),
      }),
    [mended, t, r],
  );
  const tally = tallyOf(review);
  const stay = review.fields.length - tally.clean;

  function remedies(field: DraftField, claim: Claim) {
    const quote = quoteOf(field, claim);
    const clash = claim.state === "contradicted" && claim.fact !== null;
    const source = review.facts.find((fact) => fact.id === claim.fact)?.value ?? "";
    return (
      <div className="r-held" key={claim.start}>
        <p className="r-held-why">
          <b>
            {clash
              ? r("held_contradicted", { quote, fact: claim.fact ?? "" })
              : r("held_unsupported", { quote })}
          </b>{" "}
          {clash
            ? r("source_says", { value: source })
            : r("none_says", { count: review.facts.length })}
        </p>
        <span className="r-held-acts">
          <button
            type="button"
            className="r-act"
            onClick={() => {
              setApproved(false);
              setMended([...mended, field.key]);
            }}
          >
            {clash ? r("use_source") : r("remove_claim")}
          </button>
        </span>
      </div>
    );
  }

  return (
    <ReviewBoard
      review={review}
      shows={SHOWN}
      note={
        <>
          <span className="r-badge">{t("sample")}</span>
          <span>{t("shown", { shown: SHOWN.length, all: review.fields.length })}</span>
        </>
      }
      remedies={remedies}
      decision={
        <>
          <button type="button" className="r-act r-act-main" onClick={() => setApproved(true)}>
            {r("approve", { count: tally.clean })}
          </button>
          <p className="r-after" aria-live="polite">
            {approved ? t("approved", { count: tally.clean }) : r("stays", { count: stay })}
          </p>
        </>
      }
    />
  );
}
