import {
  createSessionProxy,
  type SessionProxy,
  type SessionSettings,
  shopperPaths,
} from "@ecomm/session";
import { env } from "./env";

/** Every call of a shopper's names its store in its path: ours, never the browser's. */
const OF_STORE = /^\/api\/v1\/public\/stores\/([^/]+)\//;
/** Which store a sign-in is for; set by `shop-account`, never taken from a browser. */
export const SLUG_HEADER = "x-ecomm-shop";

function slugOf(request: Request): string | null {
  const path = new URL(request.url).pathname;
  const found = OF_STORE.exec(path)?.[1] ?? null;
  return found === null ? request.headers.get(SLUG_HEADER) : decodeURIComponent(found);
}

/** How the shop's server speaks to the API for a browser. */
export function sessionSettings(): SessionSettings {
  const { apiUrl, local, trustedProxies } = env();
  return {
    audience: "shopper",
    apiUrl,
    mode: local ? "local" : "production",
    tokenPaths: (request) => {
      const slug = slugOf(request);
      return slug === null ? null : shopperPaths(slug);
    },
    // Locally several shops share a host, and its cookies.
    scope: (request) => (local ? slugOf(request) : null),
    allow: ["/api/v1/public/stores/"],
    trustedProxies,
    timeoutMs: 20_000,
  };
}

let proxy: SessionProxy | undefined;

/** One per process: it keeps refreshes single-flight. */
export function sessionProxy(): SessionProxy {
  proxy ??= createSessionProxy(sessionSettings());
  return proxy;
}
