import { hasSession } from "@ecomm/session";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, mediaOrigins, originOf } from "./server/csp";
import { CODE, FOLLOWED, INVITED, INVITED_FOR } from "./server/invited";

const SIGNED_OUT = new Set(["/login", "/register", "/forgot"]);
/** Where the links of mails lead, whether somebody is signed in or not. */
const OPEN = new Set(["/verify", "/reset", "/invite"]);

/**
 * Sends those without a session to the sign-in page and gives every page its nonce and
 * security headers. Whether a session is good is the API's to say; this only saves a detour.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const mode = process.env.ECOMM_MODE === "local" ? "local" : "production";
  const known = hasSession({ audience: "merchant", mode }, request.headers.get("cookie"));
  if (!known && !SIGNED_OUT.has(pathname) && !OPEN.has(pathname)) {
    return redirect(request, `/login?next=${encodeURIComponent(pathname + search)}`);
  }
  if (known && SIGNED_OUT.has(pathname)) return redirect(request, "/");

  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64");
  const csp = contentSecurityPolicy(nonce, {
    development: process.env.NODE_ENV === "development",
    local: mode === "local",
    mediaOrigins: [
      ...mediaOrigins(process.env.ECOMM_MEDIA_ORIGINS),
      ...(mode === "local" ? originOf(process.env.ECOMM_API_URL) : []),
    ],
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", csp);
  const ref = pathname === "/register" ? request.nextUrl.searchParams.get("ref") : null;
  const invited = ref !== null && CODE.test(ref) ? ref : null;
  // The page sees the cookie as it will be: whether the link is new here is known here alone.
  headers.delete(FOLLOWED);
  if (invited && request.cookies.get(INVITED)?.value !== invited) headers.set(FOLLOWED, "1");
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", csp);
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
  response.headers.set("X-Frame-Options", "DENY");
  response.headers.set("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.set(
    "Permissions-Policy",
    "camera=(), microphone=(), geolocation=(), payment=()",
  );
  response.headers.set("Cache-Control", "private, no-store");
  if (invited) {
    // The last link counts. It is kept until somebody registers: the code, and nothing of who.
    response.cookies.set(INVITED, invited, {
      httpOnly: true,
      maxAge: INVITED_FOR,
      path: "/register",
      sameSite: "lax",
      secure: mode === "production",
    });
  }
  if (mode === "production") {
    response.headers.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  }
  return response;
}

/** A relative Location: the server does not always know the name it is reached by. */
function redirect(request: NextRequest, path: string): NextResponse {
  const host = request.headers.get("host") ?? request.nextUrl.host;
  const scheme = request.headers.get("x-forwarded-proto") ?? request.nextUrl.protocol.slice(0, -1);
  return NextResponse.redirect(new URL(path, `${scheme}://${host}`));
}

export const config = {
  // Not the API (bodies stream past), not what is built or stored, not the health check.
  matcher: ["/((?!api/|media/|health/|_next/static|_next/image|art/|icon.svg|favicon.ico).*)"],
};
