import type { StoreParams } from "@/lib/routes";
import { passAccount } from "@/lib/shop-account";
import { endpoint } from "@/lib/shop-api";

/** What the pages of the account ask for. */
const handle = endpoint<StoreParams & { path: string[] }>((request, slug, { path }) =>
  passAccount(request, slug, path.join("/")),
);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
