import { hasSession } from "@ecomm/session";
import { type NextRequest, NextResponse } from "next/server";
import { INSTALLED } from "./generated/installed.gen";
import { contentSecurityPolicy } from "./server/csp";
import { BASE_HEADER, SUITE_HEADER } from "./server/names";
import { type Ground, type Route, routeOf } from "./server/routing";
import { isLocal, servedProducts, soleProduct } from "./server/settings";

/** Steps that somebody who is signed in does not need. */
const SIGNED_OUT = new Set(["login", "register", "forgot"]);
/** No page has this name: it shows what an unknown address shows. */
const MISSING = "/-";

function ground(local: boolean): Ground {
  return {
    installed: INSTALLED,
    served: servedProducts(process.env),
    sole: soleProduct(process.env),
    domain: process.env.ECOMM_SUITE_DOMAIN ?? (local ? "localhost" : null),
  };
}

/**
 * Finds the product of an address, by host or by path, sends those without a session to its
 * sign-in page, and gives every page its nonce and security headers. Whether a session is good is
 * the API's to say; this only saves a detour.
 */
export function proxy(request: NextRequest): NextResponse {
  const local = isLocal(process.env);
  const { pathname, search } = request.nextUrl;
  const here = ground(local);
  const route = routeOf(request.headers.get("host"), pathname, here);
  const detour = detourOf(request, route, local, search);
  if (detour) return detour;

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64");
  const csp = contentSecurityPolicy(nonce, {
    development: process.env.NODE_ENV === "development",
    local,
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", csp);
  headers.set(BASE_HEADER, route.kind === "product" ? route.base : "");
  headers.set(SUITE_HEADER, suiteHref(route, here));
  const inner = route.kind === "missing" ? MISSING : route.inner;
  // Out of nextUrl: an address of another host name would be fetched, and routed a second time.
  const there = request.nextUrl.clone();
  there.pathname = inner;
  const response =
    inner === pathname
      ? NextResponse.next({ request: { headers } })
      : NextResponse.rewrite(there, { request: { headers } });
  response.headers.set("Content-Security-Policy", csp);
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("X-Frame-Options", "DENY");
  response.headers.set("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  response.headers.set("Cache-Control", "private, no-store");
  // Links of mails and of the platform carry what signs somebody in: no other site sees them.
  const secret = route.kind === "product" && route.area === "door";
  response.headers.set(
    "Referrer-Policy",
    secret ? "no-referrer" : "strict-origin-when-cross-origin",
  );
  if (!local) {
    response.headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  }
  return response;
}

/** Where the master landing is from here; nothing where there is none to go to. */
function suiteHref(route: Route, here: Ground): string {
  if (here.sole !== null) return "";
  if (route.kind === "product" && route.base === "") return process.env.ECOMM_SUITE_URL ?? "";
  return "/";
}

function detourOf(
  request: NextRequest,
  route: Route,
  local: boolean,
  search: string,
): NextResponse | null {
  if (route.kind !== "product" || route.area === "site") return null;
  const known = hasSession(
    { audience: "merchant", mode: local ? "local" : "production" },
    request.headers.get("cookie"),
    route.product,
  );
  if (route.area === "app" && !known) {
    const next = encodeURIComponent(request.nextUrl.pathname + search);
    return redirect(request, `${route.base}/login?next=${next}`);
  }
  if (known && SIGNED_OUT.has(route.step)) return redirect(request, `${route.base}/app`);
  return null;
}

/** To the name the browser knows: the server does not always know the one it is reached by. */
function redirect(request: NextRequest, path: string): NextResponse {
  const host = request.headers.get("host") ?? request.nextUrl.host;
  const scheme = request.headers.get("x-forwarded-proto") ?? request.nextUrl.protocol.slice(0, -1);
  return NextResponse.redirect(new URL(path, `${scheme}://${host}`));
}

export const config = {
  // Not the APIs (bodies stream past), not what is built, not the health check.
  matcher: [
    "/((?!api/|health/|_next/static|_next/image|names/|motifs/|icon.svg|robots.txt|favicon.ico).*)",
  ],
};
