import { type NextRequest, NextResponse } from "next/server";
import { ApiUnavailable } from "@/data/http";
import { offerOf, redirectOf, storeOfHost, testsOf } from "@/data/lookups";
import { draw, LOT_SECONDS, lotCookie, objects, readLot, writeLot } from "@/lib/ab-tests";
import { env } from "@/lib/env";
import { inside } from "@/lib/routes";
import { resolveTenant, STORE_COOKIE, type Tenant } from "@/lib/tenant";
import {
  CHOICE_SECONDS,
  currencyCookie,
  isCurrency,
  isLocale,
  localeCookie,
  OWN,
  segmentOf,
  splitLocale,
  type Variant,
  variantFor,
} from "@/lib/variant";

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

const unavailable = () =>
  new NextResponse("Try again in a moment", {
    status: 503,
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Cache-Control": "no-store",
      "Retry-After": "5",
    },
  });

const reads = (method: string) => method === "GET" || method === "HEAD";

/** 301 to a path of the shop or an address elsewhere; browsers ask again, for merchants change it. */
function moved(location: string, request: NextRequest): NextResponse {
  const store = request.nextUrl.searchParams.get("store");
  const here = location.startsWith("/");
  const path = store && here ? keepStore(location, store) : location;
  // Next takes whole addresses only, and writes those of the same host as paths again.
  const to = here ? new URL(path, request.nextUrl.origin).toString() : path;
  return new NextResponse(null, {
    status: 301,
    headers: { Location: to, "Cache-Control": "public, max-age=0, must-revalidate" },
  });
}

/** Local links name their store; a redirect of theirs goes on naming it. */
function keepStore(location: string, store: string): string {
  const url = new URL(location, "http://shop");
  url.searchParams.set("store", store);
  return `${url.pathname}${url.search}${url.hash}`;
}

/** A store's own host as the store it is; null while the API does not say. */
async function ownersOf(tenant: Tenant): Promise<Exclude<Tenant, { kind: "own" }> | null> {
  if (tenant.kind !== "own") return tenant;
  try {
    const slug = await storeOfHost(tenant.host);
    return slug === null ? { kind: "unknown" } : { kind: "store", slug, from: "host" };
  } catch (error) {
    if (error instanceof ApiUnavailable) return null;
    throw error;
  }
}

interface Choice {
  variant: Variant;
  /** The path without the language it begins with. */
  pathname: string;
  /** Cookies to set: a value, or "" to forget. */
  keep: Record<string, string>;
  /** Where the page stands in the language that is wished, when that is not here. */
  elsewhere: string | null;
}

const plainly = (pathname: string): Choice => ({
  variant: OWN,
  pathname,
  keep: {},
  elsewhere: null,
});

/**
 * The variant a shopper gets: the language from the path, the currency from the browser.
 * `?currency=` and `?locale=` win over what the browser remembers and are remembered; what the
 * store does not offer is neither shown nor kept. Who chose a language is led to its pages.
 */
async function choose(request: NextRequest, slug: string): Promise<Choice> {
  const { pathname, searchParams } = request.nextUrl;
  const remembered = (name: string) => request.cookies.get(name)?.value ?? "";
  const asked = (searchParams.get("currency") ?? "").toUpperCase();
  const kept = remembered(currencyCookie(slug));
  const currency = isCurrency(asked) ? asked : isCurrency(kept) ? kept : "";
  const prefix = pathname.startsWith("/api/") ? null : splitLocale(pathname);
  const spoken = searchParams.get("locale") ?? "";
  const known = remembered(localeCookie(slug));
  if (!currency && !prefix && !isLocale(spoken) && !isLocale(known)) return plainly(pathname);
  const offer = await offerOf(slug);
  if (offer === null) return plainly(pathname);
  const offered = (locale: string) => offer.locales.includes(locale);

  const keep: Record<string, string> = {};
  const chosen = variantFor({ locale: "", currency }, offer);
  // Links of a cached page cannot name the rest of its address: the browser says where it was.
  const chose = asked !== "" && asked === currency && offer.currencies.includes(asked);
  const again = chose && before(request) !== null;
  if (chose) {
    if ((chosen.currency ?? "") !== kept) keep[currencyCookie(slug)] = chosen.currency ?? "";
  }
  const inPath = prefix && offered(prefix.locale) ? prefix.locale : null;
  const rest = inPath && prefix ? prefix.rest : pathname;
  const page = !rest.startsWith("/api/") && !/\.(?:xml|txt)$/.test(rest);
  const wished =
    isLocale(spoken) && offered(spoken)
      ? spoken
      : (inPath ?? (offered(known) ? known : offer.ownLocale));
  const locale = variantFor({ locale: wished, currency: "" }, offer).locale;
  if ((locale ?? "") !== known) keep[localeCookie(slug)] = locale ?? "";
  const stands = inPath === offer.ownLocale ? null : inPath;
  const moved = page && (again || stands !== locale || inPath === offer.ownLocale);
  return {
    variant: { locale, currency: chosen.currency },
    pathname: rest,
    keep,
    elsewhere: moved
      ? `${locale === null ? "" : `/${locale}`}${rest === "/" && locale !== null ? "" : rest}`
      : null,
  };
}

const PRODUCT = "/product/";

/** What a visitor of a product under test is shown, and the cookie that keeps it. */
interface Face {
  variant: Variant;
  cookie: { name: string; value: string } | null;
}

/**
 * The face of a page below `/s/<store>/<variant>`: the lot that the browser has, or a new one. Null
 * where there is no test, and for who sees the shop in another language or currency.
 */
async function faceOf(
  request: NextRequest,
  slug: string,
  path: string,
  variant: Variant,
): Promise<Face | null> {
  if (!path.startsWith(PRODUCT) || variant.locale !== null || variant.currency !== null)
    return null;
  const running = await testsOf(slug);
  if (running.length === 0 || objects(request.headers)) return null;
  const product = decodeURIComponent(path.slice(PRODUCT.length));
  const test = running.find((one) => one.productSlug === product);
  if (test === undefined) return null;
  const name = lotCookie(test.id);
  const kept = readLot(name, request.cookies.get(name)?.value ?? "");
  const lot = kept ?? draw(test);
  return {
    variant: lot.arm === "b" ? { ...OWN, face: test.id } : OWN,
    cookie: kept === null ? { name, value: writeLot(lot) } : null,
  };
}

/** The query of this very page as it was left by one of its links; null for who comes otherwise. */
function before(request: NextRequest): URLSearchParams | null {
  try {
    const from = new URL(request.headers.get("referer") ?? "");
    const here = from.host === request.headers.get("host");
    return here && from.pathname === request.nextUrl.pathname ? from.searchParams : null;
  } catch {
    return null; // none, or none that is an address
  }
}

/** 307 to the same page in another language: the browser's wish, not the page's new address. */
function led(path: string, request: NextRequest): NextResponse {
  const to = new URL(request.nextUrl.origin);
  // One slash: two would name another host.
  to.pathname = path.replace(/^[/\\]+/, "/");
  for (const [name, value] of before(request) ?? request.nextUrl.searchParams) {
    if (name !== "locale" && name !== "currency") to.searchParams.append(name, value);
  }
  const store = request.nextUrl.searchParams.get("store");
  if (store !== null) to.searchParams.set("store", store);
  return new NextResponse(null, {
    status: 307,
    headers: { Location: to.toString(), "Cache-Control": "no-store" },
  });
}

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
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const url = request.nextUrl.clone();
  const plain = plainPath(url.pathname);
  if (plain === null || plain === "/s" || plain.startsWith("/s/")) return notFound();

  // Its own signature is the header it is judged by.
  if (url.pathname === "/api/revalidate") return NextResponse.next();
  const headers = cleaned(request);
  if (url.pathname === "/api/health") return NextResponse.next({ request: { headers } });
  if (url.pathname.startsWith("/media/")) return NextResponse.next({ request: { headers } });

  const { local, domain } = env();
  const found = resolveTenant(
    {
      host: request.headers.get("host"),
      storeParam: url.searchParams.get("store"),
      storeCookie: request.cookies.get(STORE_COOKIE)?.value ?? null,
    },
    { local, domain },
  );
  const tenant = await ownersOf(found);
  if (tenant === null) return unavailable();
  if (tenant.kind !== "store") {
    const page = tenant.kind === "none" && local ? "/s/-/pick" : "/s/-/nowhere";
    if (url.pathname.startsWith("/api/")) return notFound();
    url.pathname = page;
    url.search = "";
    return NextResponse.rewrite(url, { request: { headers } });
  }

  const choice = await choose(request, tenant.slug);
  const remember = (response: NextResponse): NextResponse => {
    for (const [name, value] of Object.entries(choice.keep)) {
      response.cookies.set(name, value, {
        path: "/",
        sameSite: "lax",
        secure: !local,
        maxAge: value === "" ? 0 : CHOICE_SECONDS,
      });
    }
    return response;
  };
  if (choice.elsewhere !== null && reads(request.method)) {
    return remember(led(choice.elsewhere, request));
  }
  url.pathname = choice.pathname;
  url.searchParams.delete("store");
  // A mail program's one click (RFC 8058); a person's is the page of the same address.
  if (request.method === "POST" && url.pathname === "/unsubscribe") {
    url.pathname = "/api/unsubscribe";
  }
  const target = inside(url.pathname, url.searchParams);
  if (target === null && url.pathname.startsWith("/api/")) return notFound();
  if (target === null && reads(request.method)) {
    const location = await redirectOf(tenant.slug, url.pathname);
    if (location !== null) return moved(location, request);
  }
  const { path, search } = target ?? { path: "/missing", search: "" };
  const face = reads(request.method)
    ? await faceOf(request, tenant.slug, path, choice.variant)
    : null;
  url.pathname = `/s/${tenant.slug}/${segmentOf(face?.variant ?? choice.variant)}${path}`;
  url.search = search;
  const response = NextResponse.rewrite(url, { request: { headers } });
  if (face?.cookie) {
    response.cookies.set(face.cookie.name, face.cookie.value, {
      path: "/",
      sameSite: "lax",
      secure: !local,
      maxAge: LOT_SECONDS,
    });
  }
  // The same page stands under the store's own host; this address of it is for trying things.
  if (tenant.from !== "host") response.headers.set("X-Robots-Tag", "noindex");
  if (tenant.from === "query") {
    response.cookies.set(STORE_COOKIE, tenant.slug, { path: "/", sameSite: "lax", httpOnly: true });
  }
  return reads(request.method) ? remember(response) : response;
}

export const config = {
  // Build files are the same for every store and go out without asking which.
  matcher: ["/((?!_next/static/).*)"],
};
