import { isApiError } from "@ecomm/suite-kit/http";
import type { Translator } from "@ecomm/ui/i18n";
import type { Refusal } from "@ecomm/ui/lib/form-errors";
import { z } from "zod";
import type { doorTexts } from "./texts";

type Texts = Translator<(typeof doorTexts)["messages"]>;

/** Our words for what can go wrong with signing in; everything else keeps the API's. */
export const doorWords =
  (t: Texts) =>
  (code: string, message: string): string => {
    switch (code) {
      case "invalid_credentials":
      case "wrong_credentials":
        return t("wrong");
      case "email_taken":
        return t("email_taken");
      case "wrong_code":
        return t("code_wrong");
      case "challenge_over":
        return t("code_over");
      default:
        return message;
    }
  };

/** A refusal that a form can place; what is no verdict on the input is null. */
export function asRefusal(error: unknown): Refusal | null {
  return isApiError(error) && error.status >= 400 && error.status < 500 && error.status !== 429
    ? error
    : null;
}

/** What to say where there was no verdict: no connection, too many tries, a fault of ours. */
export const doorTrouble =
  (t: Texts) =>
  (error: unknown): string => {
    if (!isApiError(error)) return t("unreachable");
    if (error.status === 429) {
      return error.retryAfter === null
        ? t("throttled_soon")
        : t("throttled", { seconds: Math.max(1, error.retryAfter) });
    }
    return error.status === 0 || error.code === "api_unavailable"
      ? t("unreachable")
      : error.message;
  };

const SHORTEST = 12;

/** What a new password has to be, in words that count what is missing. */
export const newPassword = (t: Texts) =>
  z
    .string()
    .min(1, t("password_missing"))
    .max(128, t("password_long"))
    .superRefine((value, context) => {
      const missing = SHORTEST - [...value].length;
      if (value !== "" && missing > 0) {
        context.addIssue({ code: "custom", message: t("password_short", { missing }) });
      }
    });

export const emailAddress = (t: Texts) =>
  z
    .string()
    .trim()
    .min(1, t("email_missing"))
    .pipe(z.email(t("email_invalid")));
