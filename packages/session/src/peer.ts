/** Makes `X-Forwarded-For` end with whoever really called. */
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const DONE = Symbol.for("ecomm.session.peers");

/**
 * Appends the caller's address to `X-Forwarded-For` of every request this process serves, as each
 * proxy on the way does. Next fills the header only where it is missing: a client that sends one
 * of its own would be believed, and could log in from a thousand addresses.
 *
 * Call it once, in `register()` of an app's instrumentation, before the first request.
 */
export function recordPeers(): void {
  const shared = globalThis as Record<symbol, unknown>;
  if (shared[DONE]) return; // a development server loads its modules again
  shared[DONE] = true;
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const peer = request.socket.remoteAddress;
    const before = request.headers["x-forwarded-for"];
    const chain = Array.isArray(before) ? before : [before ?? ""];
    request.headers["x-forwarded-for"] = [...chain, peer ?? "unknown"]
      .filter((entry) => entry !== "")
      .join(", ");
  });
}
