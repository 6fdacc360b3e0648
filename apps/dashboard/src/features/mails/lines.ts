import type { Translator } from "@ecomm/ui/i18n";
import type { Refusal } from "@ecomm/ui/lib/form-errors";
import type { mailsTexts } from "./texts";

type Texts = Translator<(typeof mailsTexts)["messages"]>;

/** A refusal whose messages say in which line of the text the mistake stands. */
export function placed(refusal: Refusal | null, t: Texts): Refusal | null {
  if (refusal === null) return null;
  const details = refusal.details.map((detail) => {
    const line = (detail as { line?: unknown }).line;
    return detail.field === "body" && typeof line === "number" && detail.message
      ? { ...detail, message: t("line", { line, message: detail.message }) }
      : detail;
  });
  return { ...refusal, message: refusal.message, details };
}
