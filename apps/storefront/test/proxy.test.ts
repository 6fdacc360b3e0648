import { NextRequest } from "next/server";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiUnavailable } from "@/data/http";
import * as lookups from "@/data/lookups";
import { proxy } from "@/proxy";

vi.mock("@/data/lookups");
const { offerOf, storeOfHost, redirectOf, testsOf } = vi.mocked(lookups);

beforeAll(() => {
  Object.assign(process.env, {
    ECOMM_MODE: "local",
    ECOMM_API_URL: "http://127.0.0.1:8000",
    ECOMM_STOREFRONT_URL: "http://localhost:3001",
    ECOMM_STOREFRONT_DOMAIN: "localhost",
    ECOMM_INTERNAL_KEY: Buffer.alloc(32, 7).toString("base64"),
  });
});

beforeEach(() => {
  storeOfHost.mockReset().mockResolvedValue(null);
  redirectOf.mockReset().mockResolvedValue(null);
  testsOf.mockReset().mockResolvedValue([]);
  offerOf.mockReset().mockResolvedValue({
    own: "EUR",
    currencies: ["EUR", "CHF", "USD"],
    ownLocale: "en",
    locales: ["en", "de", "pt-BR"],
  });
});

function ask(path: string, host = "demo.localhost:3001", headers: Record<string, string> = {}) {
  return proxy(new NextRequest(`http://localhost:3001${path}`, { headers: { host, ...headers } }));
}

const rewritten = (reply: Response): string | null => {
  const target = reply.headers.get("x-middleware-rewrite");
  if (!target) return null;
  const url = new URL(target);
  return url.pathname + url.search;
};

describe("rewrites", () => {
  it.each([
    ["/", "demo.localhost:3001", "/s/demo/default"],
    ["/products/x?utm=1", "DEMO.localhost:3001", "/s/demo/default/product/x"],
    ["/?store=demo", "localhost:3001", "/s/demo/default"],
    ["/nothing-here", "demo.localhost", "/s/demo/default/missing"],
    ["/", "localhost:3001", "/s/-/pick"],
    ["/", "shop.example.com", "/s/-/nowhere"],
    ["/?store=..%2Fs", "localhost", "/s/-/nowhere"],
  ])("%s at %s → %s", async (path, host, expected) => {
    expect(rewritten(await ask(path, host))).toBe(expected);
  });

  it("remembers ?store= in a cookie, and reads it back", async () => {
    const reply = await ask("/?store=demo", "localhost:3001");
    expect(reply.headers.get("set-cookie")).toMatch(
      /^ecomm_store=demo; Path=\/; HttpOnly; SameSite=lax/i,
    );
    const next = await ask("/products", "localhost:3001", { cookie: "ecomm_store=demo" });
    expect(rewritten(next)).toBe("/s/demo/default/shelf/newest.1");
  });

  it("keeps search engines to a store's own host", async () => {
    const robots = async (path: string, host: string, headers = {}) =>
      (await ask(path, host, headers)).headers.get("x-robots-tag");
    expect(await robots("/?store=demo", "localhost:3001")).toBe("noindex");
    expect(await robots("/products", "localhost:3001", { cookie: "ecomm_store=demo" })).toBe(
      "noindex",
    );
    expect(await robots("/products", "demo.localhost:3001")).toBeNull();
    expect(await robots("/products?store=demo", "demo.localhost:3001")).toBeNull();
  });
});

describe("variants", () => {
  const cookieOf = (reply: Response) => reply.headers.get("set-cookie") ?? "";

  it("who chose nothing gets the store's own, and nobody is asked", async () => {
    expect(rewritten(await ask("/products/x"))).toBe("/s/demo/default/product/x");
    expect(rewritten(await ask("/api/cart"))).toBe("/s/demo/default/api/cart");
    expect(offerOf).not.toHaveBeenCalled();
  });

  it("a remembered currency is another page of the same address", async () => {
    const reply = await ask("/products/x", undefined, { cookie: "ecomm_currency_demo=USD" });
    expect(rewritten(reply)).toBe("/s/demo/own.USD.live/product/x");
    expect(cookieOf(reply)).toBe("");
  });

  it("?currency= wins, is remembered, and reaches no page", async () => {
    const reply = await ask("/products?currency=chf&page=2", undefined, {
      cookie: "ecomm_currency_demo=USD",
    });
    expect(rewritten(reply)).toBe("/s/demo/own.CHF.live/shelf/newest.2");
    expect(cookieOf(reply)).toMatch(/^ecomm_currency_demo=CHF; Path=\/; .*Max-Age=31536000/i);
    expect(cookieOf(reply)).not.toMatch(/httponly/i);
  });

  it("a link of the page itself keeps the rest of its address", async () => {
    const referer = "http://demo.localhost:3001/products?option=Size%3AS&currency=USD";
    const reply = await ask("/products?currency=CHF", undefined, { referer });
    expect(reply.status).toBe(307);
    expect(reply.headers.get("location")).toBe("http://localhost:3001/products?option=Size%3AS");
    expect(cookieOf(reply)).toMatch(/^ecomm_currency_demo=CHF; /);
    for (const other of [
      "http://demo.localhost:3001/cart?x=1",
      "http://evil.example/products?x=1",
      "no address",
    ]) {
      const shown = await ask("/products?currency=CHF", undefined, { referer: other });
      expect(rewritten(shown), other).toBe("/s/demo/own.CHF.live/shelf/newest.1");
    }
  });

  it("the store's own currency is no variant, and choosing it forgets the other", async () => {
    const reply = await ask("/?currency=EUR", undefined, { cookie: "ecomm_currency_demo=USD" });
    expect(rewritten(reply)).toBe("/s/demo/default");
    expect(cookieOf(reply)).toMatch(/^ecomm_currency_demo=; .*Max-Age=0/i);
    expect(rewritten(await ask("/", undefined, { cookie: "ecomm_currency_demo=EUR" }))).toBe(
      "/s/demo/default",
    );
  });

  it("what the store does not sell in is neither shown nor kept", async () => {
    for (const wished of ["JPY", "own", "../x", "EUR.live", "USDD", ""]) {
      const query = new URLSearchParams({ currency: wished });
      const cookie = `ecomm_currency_demo=${encodeURIComponent(wished)}`;
      for (const reply of [await ask(`/?${query}`), await ask("/", undefined, { cookie })]) {
        expect(rewritten(reply), wished).toBe("/s/demo/default");
        expect(cookieOf(reply), wished).toBe("");
      }
    }
  });

  it("a path that begins with a language is its page in it", async () => {
    const reply = await ask("/de/products/x");
    expect(rewritten(reply)).toBe("/s/demo/de.own.live/product/x");
    expect(cookieOf(reply)).toMatch(/^ecomm_locale_demo=de; /);
    const both = { cookie: "ecomm_locale_demo=pt-BR; ecomm_currency_demo=USD" };
    expect(rewritten(await ask("/pt-BR", undefined, both))).toBe("/s/demo/pt-BR.USD.live");
    expect(rewritten(await ask("/de/nothing"))).toBe("/s/demo/de.own.live/missing");
  });

  const leads = async (path: string, cookie = "") => {
    const reply = await ask(path, undefined, { cookie });
    const to = reply.headers.get("location");
    return { status: reply.status, to: to?.replace("http://localhost:3001", "") ?? null };
  };

  it("who chose a language is led to its pages, and back to the store's own", async () => {
    const cookie = "ecomm_locale_demo=de";
    expect(await leads("/products?page=2", cookie)).toEqual({
      status: 307,
      to: "/de/products?page=2",
    });
    expect(await leads("/", cookie)).toEqual({ status: 307, to: "/de" });
    expect(await leads("/products/x?locale=de&a=1")).toEqual({
      status: 307,
      to: "/de/products/x?a=1",
    });
    expect(await leads("/de/products/x?locale=en", cookie)).toEqual({
      status: 307,
      to: "/products/x",
    });
    expect(await leads("/en/products/x", cookie)).toEqual({ status: 307, to: "/products/x" });
    const back = await ask("/de?locale=en", undefined, { cookie });
    expect(cookieOf(back)).toMatch(/^ecomm_locale_demo=; .*Max-Age=0/i);
  });

  it("is never led to another host", async () => {
    for (const path of ["/de//evil.example/x", "/de/%5Cevil.example/x", "/de/%2F/evil.example/x"]) {
      const { to } = await leads(`${path}?locale=en`);
      expect(to, path).toMatch(/^\/(?![/\\])/);
    }
  });

  it("the shop's own endpoints speak the language without being led anywhere", async () => {
    const cookie = "ecomm_locale_demo=de";
    const reply = await ask("/api/search?q=x", undefined, { cookie });
    expect(rewritten(reply)).toBe("/s/demo/de.own.live/api/search?q=x");
    expect((await ask("/robots.txt", undefined, { cookie })).status).toBe(200);
  });

  it("a language the store does not speak is a path like any other", async () => {
    expect(rewritten(await ask("/fr/products/x"))).toBe("/s/demo/default/missing");
    expect(rewritten(await ask("/", undefined, { cookie: "ecomm_locale_demo=fr" }))).toBe(
      "/s/demo/default",
    );
    expect((await leads("/?locale=fr")).status).toBe(200);
  });

  it("another store's choice is not this one's", async () => {
    const cookie = "ecomm_currency_other=USD";
    expect(rewritten(await ask("/", undefined, { cookie }))).toBe("/s/demo/default");
  });

  it("while nobody can say what the store sells in, its own is shown and the wish is kept", async () => {
    offerOf.mockResolvedValue(null);
    const reply = await ask("/", undefined, { cookie: "ecomm_currency_demo=USD" });
    expect(rewritten(reply)).toBe("/s/demo/default");
    expect(cookieOf(reply)).toBe("");
  });
});

describe("A/B tests", () => {
  const id = "0192f0c1-aaaa-7bbb-8ccc-0123456789ab";
  const visitor = "7d3c2f14-2a60-4c55-9a34-1f2e3d4c5b6a";
  const lot = (arm: string) => `ecomm_ab_${id}=${arm}.${visitor}.pot`;
  const cookieOf = (reply: Response) => reply.headers.get("set-cookie") ?? "";

  beforeEach(() => {
    testsOf.mockResolvedValue([{ id, productSlug: "pot", shareOfB: 50 }]);
  });

  it("a lot is drawn once, and kept", async () => {
    const seen = new Set<string | null>();
    for (let n = 0; n < 60; n += 1) {
      const reply = await ask("/products/pot");
      const [, arm, who] =
        /^ecomm_ab_[0-9a-f-]+=([ab])\.([0-9a-f-]{36})\.pot;/.exec(cookieOf(reply)) ?? [];
      expect(who).toBeDefined();
      expect(rewritten(reply)).toBe(
        arm === "b" ? `/s/demo/own.own.live.${id}/product/pot` : "/s/demo/default/product/pot",
      );
      seen.add(arm ?? null);
    }
    expect(seen).toEqual(new Set(["a", "b"]));
    const again = await ask("/products/pot", undefined, { cookie: lot("b") });
    expect(rewritten(again)).toBe(`/s/demo/own.own.live.${id}/product/pot`);
    expect(cookieOf(again)).toBe("");
    const other = await ask("/products/pot", undefined, { cookie: lot("a") });
    expect(rewritten(other)).toBe("/s/demo/default/product/pot");
  });

  it.each([
    ["/products/other", {}],
    ["/products", {}],
    ["/", {}],
    ["/products/pot", { "sec-gpc": "1" }],
    ["/products/pot", { dnt: "1" }],
  ])("%s with %o takes no part", async (path, headers) => {
    const reply = await ask(path, undefined, headers);
    expect(cookieOf(reply)).toBe("");
    expect(rewritten(reply)).toMatch(/^\/s\/demo\/default/);
  });

  it("who sees the shop in another currency or language takes no part", async () => {
    const foreign = await ask("/products/pot", undefined, { cookie: "ecomm_currency_demo=USD" });
    expect(rewritten(foreign)).toBe("/s/demo/own.USD.live/product/pot");
    expect(rewritten(await ask("/de/products/pot"))).toBe("/s/demo/de.own.live/product/pot");
    expect(testsOf).not.toHaveBeenCalled();
  });

  it("a lot of a test that does not run any more changes nothing", async () => {
    testsOf.mockResolvedValue([]);
    const reply = await ask("/products/pot", undefined, { cookie: lot("b") });
    expect(rewritten(reply)).toBe("/s/demo/default/product/pot");
  });
});

describe("traps", () => {
  it.each([
    "/s",
    "/s/",
    "/s/demo/default",
    "/S/demo/default",
    "/%73/demo/default",
    "/%53/x",
    "/s%2Fdemo",
  ])("%s is 404", async (path) => {
    const reply = await ask(path);
    expect(reply.status).toBe(404);
    expect(rewritten(reply)).toBeNull();
  });

  it("broken percent encoding is 404", async () => {
    expect((await ask("/%E0%A4%A")).status).toBe(404);
  });

  it("forged tenant headers do not pass", async () => {
    const reply = await ask("/", "demo.localhost", {
      "x-tenant-id": "t",
      "x-store-id": "s",
      "x-ecomm-internal": "i",
      "x-middleware-subrequest": "proxy",
      "x-real": "kept",
    });
    const passed = (reply.headers.get("x-middleware-override-headers") ?? "").split(",");
    expect(passed).toContain("x-real");
    expect(passed.filter((name) => /^x-(tenant|store|ecomm|middleware)/.test(name))).toEqual([]);
    expect(rewritten(reply)).toBe("/s/demo/default");
  });

  it("endpoints that do not exist are 404, not a page", async () => {
    expect((await ask("/api/v1/auth/login")).status).toBe(404);
    expect((await ask("/api/cart", "localhost:3001")).status).toBe(404);
  });

  it("the signature of a revalidation reaches its endpoint", async () => {
    const reply = await ask("/api/revalidate", "localhost", { "x-ecomm-signature": "sha256=00" });
    expect(reply.headers.get("x-middleware-next")).toBe("1");
    expect(reply.headers.get("x-middleware-override-headers")).toBeNull();
  });

  it("revalidation and pictures pass for every host", async () => {
    for (const path of ["/api/revalidate", "/media/x.webp", "/api/health"]) {
      expect((await ask(path, "anything.example")).headers.get("x-middleware-next")).toBe("1");
    }
  });
});

describe("a store's own domain", () => {
  it("is the store the API says it is", async () => {
    storeOfHost.mockResolvedValue("demo");
    const reply = await ask("/products/x", "Shop.Example.com:443");
    expect(storeOfHost).toHaveBeenCalledWith("shop.example.com");
    expect(rewritten(reply)).toBe("/s/demo/default/product/x");
    expect(reply.headers.get("x-robots-tag")).toBeNull();
  });

  it("answers 503 while nobody can say whose it is", async () => {
    storeOfHost.mockRejectedValue(new ApiUnavailable(new Error("down")));
    const reply = await ask("/", "shop.example.com");
    expect(reply.status).toBe(503);
    expect(reply.headers.get("retry-after")).toBe("5");
  });

  it.each(["10.0.0.1", "intranet", "a..b", "shop.example.1"])(
    "%s is not looked up",
    async (host) => {
      expect(rewritten(await ask("/", host))).toBe("/s/-/nowhere");
      expect(storeOfHost).not.toHaveBeenCalled();
    },
  );
});

describe("redirects", () => {
  it("answers 301 where a path without a page leads on", async () => {
    redirectOf.mockResolvedValue("/products?category=x");
    const reply = await ask("/old-sale");
    expect(redirectOf).toHaveBeenCalledWith("demo", "/old-sale");
    expect(reply.status).toBe(301);
    expect(reply.headers.get("location")).toBe("http://localhost:3001/products?category=x");
    const local = await ask("/old-sale?store=demo", "localhost:3001");
    expect(local.headers.get("location")).toBe(
      "http://localhost:3001/products?category=x&store=demo",
    );
  });

  it("leads to an address elsewhere as it stands", async () => {
    redirectOf.mockResolvedValue("https://example.com/a");
    expect((await ask("/old?store=demo", "localhost")).headers.get("location")).toBe(
      "https://example.com/a",
    );
  });

  it("asks nothing for a path that has a page: a live page wins", async () => {
    for (const path of ["/", "/products", "/products/x", "/pages/about", "/cart"]) await ask(path);
    expect(redirectOf).not.toHaveBeenCalled();
  });
});
