import { isApiError } from "@ecomm/api-client";

/** What went wrong between a supplier and us, by who can mend it. */
export type SupplierTrouble =
  /** Our own server did not answer: the connection of this browser. */
  | "network"
  /** The supplier does not answer: later it may. */
  | "silent"
  /** It does not take what was typed, or no longer does: new credentials. */
  | "credentials"
  /** Nobody connected it since it stopped taking us. */
  | "closed"
  /** It understood and said no: its words say why. */
  | "declined"
  /** It cannot be searched like this. */
  | "unsupported"
  /** This account is connected already. */
  | "twice"
  /** The credentials are another account's. */
  | "other"
  | "unknown";

const CODES: Readonly<Record<string, SupplierTrouble>> = {
  credentials_refused: "credentials",
  supplier_closed: "closed",
  supplier_declined: "declined",
  not_searchable: "unsupported",
  account_connected: "twice",
  other_account: "other",
};

export function supplierTrouble(error: unknown): SupplierTrouble {
  if (!isApiError(error)) return "unknown";
  if (error.status === 0) return "network";
  if (error.status === 503 || error.status === 504) return "silent";
  return CODES[error.code] ?? "unknown";
}

/** The supplier's own words, where it gave some: for what it declined or did not accept. */
export function supplierWords(error: unknown): string | null {
  const trouble = supplierTrouble(error);
  if (!isApiError(error) || (trouble !== "declined" && trouble !== "credentials")) return null;
  return error.details.find((detail) => detail.message)?.message ?? null;
}

/** What new credentials mend; anything else may be asked for once more. */
export const needsCredentials = (trouble: SupplierTrouble): boolean =>
  trouble === "credentials" || trouble === "closed";
