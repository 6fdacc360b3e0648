import { refusal } from "@ecomm/session/reply";
import type { StoreParams } from "@/lib/routes";
import { signIn, signOut } from "@/lib/shop-account";
import { endpoint } from "@/lib/shop-api";

/** Sign in, register, sign out. */
export const POST = endpoint<StoreParams & { action: string }>((request, slug, { action }) => {
  if (action === "login" || action === "register") return signIn(request, slug, action);
  if (action === "logout") return signOut(request, slug);
  return Promise.resolve(refusal(404, "not_found", "There is nothing here."));
});
