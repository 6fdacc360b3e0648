import { NextRequest } from "next/server";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { proxy } from "../src/proxy";
import { contentSecurityPolicy, mediaOrigins, originOf } from "../src/server/csp";

const SIGNED_IN = { cookie: "ecomm_merchant_refresh=1.token" };
const visit = (path: string, headers: Record<string, string> = {}) =>
  proxy(
    new NextRequest(`http://localhost:3000${path}`, {
      headers: { host: "localhost:3000", ...headers },
    }),
  );

beforeEach(() => vi.stubEnv("ECOMM_MODE", "local"));
afterEach(() => vi.unstubAllEnvs());

describe("who may see a page", () => {
  it("sends the signed out to the sign-in page, with the way back", () => {
    const reply = visit("/stores/1/orders?view=to-ship");
    expect(reply.status).toBe(307);
    expect(reply.headers.get("location")).toBe(
      "http://localhost:3000/login?next=%2Fstores%2F1%2Forders%3Fview%3Dto-ship",
    );
  });

  it("keeps the signed in away from the sign-in page", () => {
    expect(visit("/login", SIGNED_IN).headers.get("location")).toBe("http://localhost:3000/");
    expect(visit("/stores", SIGNED_IN).headers.get("location")).toBeNull();
  });

  it("opens where mails lead to the signed in and the signed out", () => {
    for (const path of ["/verify?token=x", "/reset?token=x", "/invite?token=x"]) {
      expect(visit(path).headers.get("location")).toBeNull();
      expect(visit(path, SIGNED_IN).headers.get("location")).toBeNull();
    }
    expect(visit("/forgot").headers.get("location")).toBeNull();
    expect(visit("/profile").status).toBe(307);
  });

  it("does not take a local cookie for a session in production", () => {
    vi.stubEnv("ECOMM_MODE", "production");
    expect(visit("/stores", SIGNED_IN).status).toBe(307);
    const secure = { cookie: "__Host-ecomm_merchant_refresh=1.token" };
    const reply = visit("/stores", secure);
    expect(reply.headers.get("strict-transport-security")).toContain("max-age=");
    expect(reply.headers.get("content-security-policy")).toContain("upgrade-insecure-requests");
  });
});

describe("the link of an invitation", () => {
  const kept = (path: string) => visit(path).headers.get("set-cookie");

  it("is kept until somebody registers, the last one first", () => {
    const cookie = kept("/register?ref=k7m2q9x4tw") ?? "";
    expect(cookie.split("; ")).toEqual(
      expect.arrayContaining([
        "ecomm_invited=k7m2q9x4tw",
        "Path=/register",
        "Max-Age=2592000",
        "HttpOnly",
        "SameSite=lax",
      ]),
    );
  });

  it("is new to a browser once, whatever the browser says", () => {
    const fresh = (path: string, headers: Record<string, string> = {}) =>
      visit(path, headers).headers.get("x-middleware-request-x-ecomm-followed");
    const link = "/register?ref=k7m2q9x4tw";
    expect(fresh(link)).toBe("1");
    expect(fresh(link, { cookie: "ecomm_invited=another9x4" })).toBe("1");
    expect(fresh(link, { cookie: "ecomm_invited=k7m2q9x4tw", "x-ecomm-followed": "1" })).toBeNull();
    expect(fresh("/register", { "x-ecomm-followed": "1" })).toBeNull();
  });

  it("is kept of nothing else", () => {
    for (const path of [
      "/register",
      "/register?ref=",
      "/register?ref=a%3Bb",
      "/login?ref=k7m2q9x4tw",
    ])
      expect(kept(path), path).toBeNull();
  });
});

describe("security headers", () => {
  it("gives every page a nonce of its own that the page itself can read", () => {
    const [one, two] = [visit("/login"), visit("/login")];
    const nonce = (reply: Response) =>
      /'nonce-([^']+)'/.exec(reply.headers.get("content-security-policy") ?? "")?.[1];
    expect(nonce(one)).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(nonce(one)).not.toBe(nonce(two));
    expect(one.headers.get("x-middleware-request-x-nonce")).toBe(nonce(one));
    expect(one.headers.get("x-frame-options")).toBe("DENY");
    expect(one.headers.get("cache-control")).toBe("private, no-store");
  });

  it("lets no script run without the nonce", () => {
    const policy = contentSecurityPolicy("n", {
      development: false,
      local: true,
      mediaOrigins: [],
    });
    const script = policy.split("; ").find((part) => part.startsWith("script-src"));
    expect(script).toBe("script-src 'self' 'nonce-n' 'strict-dynamic'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
  });

  it("reads the named origins of pictures, those of https alone", () => {
    expect(
      mediaOrigins("https://cdn.example/x, http://plain.example, 'unsafe-inline', ;script-src *"),
    ).toEqual(["https://cdn.example"]);
    expect(mediaOrigins(undefined)).toEqual([]);
  });

  it("takes pictures from https alone, and from the own API in local mode", () => {
    const images = (reply: Response) =>
      (reply.headers.get("content-security-policy") ?? "")
        .split("; ")
        .find((part) => part.startsWith("img-src"));
    vi.stubEnv("ECOMM_API_URL", "http://127.0.0.1:8000/x");
    expect(images(visit("/login"))).toBe("img-src 'self' data: blob: https: http://127.0.0.1:8000");
    vi.stubEnv("ECOMM_MODE", "production");
    expect(images(visit("/login"))).toBe("img-src 'self' data: blob: https:");
    expect(originOf("javascript:alert(1)")).toEqual([]);
    expect(originOf(undefined)).toEqual([]);
  });
});
