import { leaveWithDraft } from "@ecomm/ui/unsaved-bar";

const OUTSIDE = new Set(["/login", "/register", "/forgot", "/verify", "/reset", "/invite"]);

/**
 * The session is over: sign in again and come back here. Forms keep what was entered in this
 * tab's storage, so nothing typed is lost on the way.
 */
export function signInAgain(): void {
  const { pathname, search } = window.location;
  if (OUTSIDE.has(pathname)) return;
  leaveWithDraft(`/login?ended=1&next=${encodeURIComponent(pathname + search)}`);
}
