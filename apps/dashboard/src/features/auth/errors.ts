import { isApiError } from "@ecomm/api-client";
import type { Translator } from "@ecomm/ui/i18n";
import type { Refusal } from "@ecomm/ui/lib/form-errors";
import type { authTexts } from "./texts";

type Texts = Translator<(typeof authTexts)["messages"]>;

/** Our words for what can go wrong with signing in; everything else keeps the API's. */
export function authWords(t: Texts): (code: string, message: string) => string {
  return (code, message) => {
    switch (code) {
      case "invalid_credentials":
      case "wrong_credentials":
        return t("wrong");
      case "email_taken":
        return t("email_taken");
      default:
        return message;
    }
  };
}

/** A refusal the form can place; what is no verdict on the input is null. */
export function asRefusal(error: unknown): Refusal | null {
  return isApiError(error) && error.status >= 400 && error.status < 500 && error.status !== 429
    ? error
    : null;
}

/** What to say where there was no verdict: no connection, too many tries, a fault of ours. */
export function authTrouble(t: Texts): (error: unknown) => string {
  return (error) => {
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
}
