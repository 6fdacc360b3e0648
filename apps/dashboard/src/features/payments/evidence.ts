import type { Dispute, Evidence } from "@/api/payments";

/** Fields of evidence in the order of the form; long ones are several lines. */
export const EVIDENCE_FIELDS = [
  { name: "customer_name", long: false },
  { name: "customer_email", long: false },
  { name: "shipping_address", long: false },
  { name: "billing_address", long: false },
  { name: "shipping_carrier", long: false },
  { name: "tracking_number", long: false },
  { name: "shipping_date", long: false },
  { name: "service_date", long: false },
  { name: "product_description", long: true },
  { name: "refund_policy", long: true },
  { name: "refund_refusal", long: true },
  { name: "access_log", long: true },
  { name: "explanation", long: true },
] as const satisfies readonly { name: keyof Evidence; long: boolean }[];

export type EvidenceName = (typeof EVIDENCE_FIELDS)[number]["name"];
export type EvidenceValues = Record<EvidenceName, string>;

/** What the form begins with: what was written before, else what the order knows. */
export function startingEvidence(dispute: Dispute): EvidenceValues {
  const { said, suggested } = dispute.evidence;
  const begun = Object.keys(said).length > 0 ? said : suggested;
  return Object.fromEntries(
    EVIDENCE_FIELDS.map(({ name }) => [name, begun[name] ?? ""]),
  ) as EvidenceValues;
}

/** Only what says something is sent. */
export function writtenEvidence(values: EvidenceValues): Evidence {
  const written = EVIDENCE_FIELDS.map(({ name }) => [name, values[name].trim()] as const);
  return Object.fromEntries(written.filter(([, text]) => text !== ""));
}

/** What the merchant sees of the answer. */
export type AnswerStage = "write" | "sending" | "sent" | "late" | "none";

/** Whether the answer can be written, is on its way, or no longer matters. */
export function answerStage(
  dispute: Pick<Dispute, "status" | "due_by" | "answered" | "evidence">,
  now: number,
): AnswerStage {
  if (dispute.evidence.state === "sending") return "sending";
  if (dispute.evidence.state === "sent" || dispute.status === "under_review") return "sent";
  if (dispute.status !== "needs_response") return dispute.answered ? "sent" : "none";
  const late = dispute.due_by !== null && Date.parse(dispute.due_by) <= now;
  return late ? "late" : "write";
}
