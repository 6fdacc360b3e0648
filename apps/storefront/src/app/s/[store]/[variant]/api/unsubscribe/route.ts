import type { StoreParams } from "@/lib/routes";
import { ask, pass } from "@/lib/shop-api";

/**
 * No more reminders. Mail programs send this for their user, from another site and without a cookie
 * (RFC 8058): the signed token is all it takes, and all it does is end mail.
 */
export async function POST(request: Request, { params }: { params: Promise<StoreParams> }) {
  const { store } = await params;
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const body = { token: token.slice(0, 200) || "-" };
  const key = crypto.randomUUID();
  return pass(await ask(request, store, { method: "POST", path: "/unsubscribe", body, key }));
}
