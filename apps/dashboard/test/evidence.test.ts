import { describe, expect, it } from "vitest";
import type { Dispute } from "../src/api/payments";
import {
  answerStage,
  EVIDENCE_FIELDS,
  startingEvidence,
  writtenEvidence,
} from "../src/features/payments/evidence";
import { knownReason, plainReason } from "../src/features/payments/reasons";
import { disputesTexts } from "../src/features/payments/texts";

const DUE = "2030-05-04T12:00:00Z";
const BEFORE = Date.parse(DUE) - 1;

function dispute(fields: Partial<Dispute> = {}, evidence: Partial<Dispute["evidence"]> = {}) {
  return {
    status: "needs_response",
    due_by: DUE,
    answered: false,
    ...fields,
    evidence: { state: "none", error: null, said: {}, suggested: {}, ...evidence },
  } as Dispute;
}

describe("the answer to a dispute", () => {
  it("begins with what the order knows, or with what was written before", () => {
    const suggested = { customer_name: "Ada", tracking_number: "1" };
    expect(startingEvidence(dispute({}, { suggested })).customer_name).toBe("Ada");
    const again = startingEvidence(dispute({}, { suggested, said: { explanation: "Mine" } }));
    expect([again.explanation, again.customer_name]).toEqual(["Mine", ""]);
  });

  it("sends only what says something", () => {
    const values = startingEvidence(dispute({}, { suggested: { customer_name: " Ada " } }));
    expect(writtenEvidence({ ...values, explanation: "   " })).toEqual({ customer_name: "Ada" });
  });

  it.each([
    [dispute(), BEFORE, "write"],
    [dispute({ due_by: null }), BEFORE, "write"],
    [dispute(), Date.parse(DUE), "late"],
    [dispute({}, { state: "sending" }), BEFORE, "sending"],
    [dispute({}, { state: "refused" }), BEFORE, "write"],
    [dispute({ status: "under_review", answered: true }, { state: "sent" }), BEFORE, "sent"],
    [dispute({ status: "lost", due_by: null }), BEFORE, "none"],
    [dispute({ status: "won", due_by: null, answered: true }, { state: "sent" }), BEFORE, "sent"],
  ])("stage %#", (found, now, stage) => {
    expect(answerStage(found, now)).toBe(stage);
  });

  it("has a label for every field", () => {
    for (const { name } of EVIDENCE_FIELDS) {
      expect(disputesTexts.messages[name]).toBeTruthy();
    }
  });
});

describe("a bank's reason", () => {
  it("is told in words where there are some, else as it came", () => {
    expect(knownReason("product_not_received")).toBe("product_not_received");
    expect(knownReason("check_returned")).toBeNull();
    expect(plainReason("check_returned")).toBe("check returned");
  });
});
