import { isApiError } from "@ecomm/api-client";
import type { Translator } from "@ecomm/ui/i18n";
import type { Refusal } from "@ecomm/ui/lib/form-errors";
import type { shellTexts } from "./texts";

type Texts = Translator<(typeof shellTexts)["messages"]>;

/** One sentence for something that went wrong, in the API's words where it spoke. */
export function troubleText(error: unknown, t: Texts): string {
  if (!isApiError(error)) return t("load_failed");
  if (error.status === 0) return t("trouble_network");
  const first = error.details.find((detail) => detail.message)?.message;
  return error.code === "invalid" && first ? first : error.message;
}

/** Whether a thing does not exist here: unknown, somebody else's, or its address is no address. */
export function isMissing(error: unknown): boolean {
  return isApiError(error) && (error.status === 404 || error.status === 422);
}

export interface LoadTrouble {
  text: string;
  /** The caller's role does not open it. */
  forbidden: boolean;
  reference?: string;
  retry: () => void;
}

/** What a table or page needs to show an error with retry. */
export function loadError(
  query: { error: unknown; data: unknown; refetch: () => unknown },
  t: Texts,
): LoadTrouble | null {
  if (query.error === null || query.data !== undefined) return null;
  const reference = isApiError(query.error) ? query.error.requestId : "";
  return {
    text: troubleText(query.error, t),
    forbidden: isApiError(query.error) && query.error.code === "forbidden",
    ...(reference ? { reference } : {}),
    retry: () => {
      query.refetch();
    },
  };
}

/** A refusal a form can place on its fields; what is no verdict on the input is null. */
export function formRefusal(error: unknown): Refusal | null {
  return isApiError(error) && error.status >= 400 && error.status < 500 && error.status !== 429
    ? error
    : null;
}
