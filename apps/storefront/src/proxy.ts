import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { inside, VARIANTS } from "@/lib/routes";
import { resolveTenant, STORE_COOKIE } from "@/lib/tenant";

/** Headers that would name a tenant or skip this file. Nobody outside may set them. */
const FORGED = /^x-(?:tenant|store|ecomm|middleware|nextjs-data)/;

function cleaned(request: NextRequest): Headers {
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (FORGED.test(name)) headers.delete(name);
  return headers;
}

const notFound = () =>
  new NextResponse("Not found", {
    status: 404,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });

/** The path as a reader of URLs understands it, however it was spelled. */
function plainPath(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname).toLowerCase();
  } catch {
    return null;
  }
}

/**
 * Host → store → `/s/<store>/<variant>/…`. Nothing below `/s` can be reached by its own address,
 * and the variant comes from here alone.
 */
export function proxy(request: NextRequest): NextResponse {
  const url = request.nextUrl.clone();
  const plain = plainPath(url.pathname);
  if (plain === null || plain === "/s" || plain.startsWith("/s/")) return notFound();

  // Its own signature is the header it is judged by.
  if (url.pathname === "/api/revalidate") return NextResponse.next();
  const headers = cleaned(request);
  if (url.pathname === "/api/health") return NextResponse.next({ request: { headers } });
  if (url.pathname.startsWith("/media/")) return NextResponse.next({ request: { headers } });

  const { local, domain } = env();
  const tenant = resolveTenant(
    {
      host: request.headers.get("host"),
      storeParam: url.searchParams.get("store"),
      storeCookie: request.cookies.get(STORE_COOKIE)?.value ?? null,
    },
    { local, domain },
  );
  if (tenant.kind !== "store") {
    const page = tenant.kind === "none" && local ? "/s/-/pick" : "/s/-/nowhere";
    if (url.pathname.startsWith("/api/")) return notFound();
    url.pathname = page;
    url.search = "";
    return NextResponse.rewrite(url, { request: { headers } });
  }

  url.searchParams.delete("store");
  const target = inside(url.pathname, url.searchParams);
  if (target === null && url.pathname.startsWith("/api/")) return notFound();
  const { path, search } = target ?? { path: "/missing", search: "" };
  url.pathname = `/s/${tenant.slug}/${VARIANTS[0]}${path}`;
  url.search = search;
  const response = NextResponse.rewrite(url, { request: { headers } });
  if (tenant.from === "query") {
    response.cookies.set(STORE_COOKIE, tenant.slug, { path: "/", sameSite: "lax", httpOnly: true });
  }
  return response;
}

export const config = {
  // Build files are the same for every store and go out without asking which.
  matcher: ["/((?!_next/static/).*)"],
};
