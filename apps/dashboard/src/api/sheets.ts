import { errorFrom, type Schema } from "@ecomm/api-client";
import { announceLimit } from "@/shell/limits";
import { signInAgain } from "./signed-out";

type SheetResult = Schema<"SheetOut">;

/** Rooms of a store whose CSV files are taken in alike: read at once, all or nothing. */
export type SheetRoom =
  | "inventory"
  | "categories"
  | "collections"
  | "discounts"
  | "price-lists"
  | "reviews"
  | "subscribers"
  | `translations/${string}`;

/**
 * Sends a file to a room; a dry run says what would change. Throws ApiError for refusals.
 */
export async function importSheet(
  store: string,
  room: SheetRoom,
  csv: string,
  dryRun: boolean,
): Promise<SheetResult> {
  const reply = await fetch(`/api/v1/stores/${store}/${room}/import`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
    body: JSON.stringify({ csv, dry_run: dryRun }),
  });
  const body: unknown = await reply.json().catch(() => null);
  if (reply.status === 401) signInAgain();
  if (!reply.ok) {
    const refusal = errorFrom(reply, body);
    announceLimit(refusal);
    throw refusal;
  }
  return (body as { data: SheetResult }).data;
}
