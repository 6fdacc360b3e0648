import { NextRequest } from "next/server";
import { beforeAll, describe, expect, it } from "vitest";
import { proxy } from "@/proxy";

beforeAll(() => {
  Object.assign(process.env, {
    ECOMM_MODE: "local",
    ECOMM_API_URL: "http://127.0.0.1:8000",
    ECOMM_STOREFRONT_URL: "http://localhost:3001",
    ECOMM_STOREFRONT_DOMAIN: "localhost",
    ECOMM_INTERNAL_KEY: Buffer.alloc(32, 7).toString("base64"),
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
  ])("%s at %s → %s", (path, host, expected) => {
    expect(rewritten(ask(path, host))).toBe(expected);
  });

  it("remembers ?store= in a cookie, and reads it back", () => {
    const reply = ask("/?store=demo", "localhost:3001");
    expect(reply.headers.get("set-cookie")).toMatch(
      /^ecomm_store=demo; Path=\/; HttpOnly; SameSite=lax/i,
    );
    const next = ask("/products", "localhost:3001", { cookie: "ecomm_store=demo" });
    expect(rewritten(next)).toBe("/s/demo/default/shelf/newest.1");
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
  ])("%s is 404", (path) => {
    const reply = ask(path);
    expect(reply.status).toBe(404);
    expect(rewritten(reply)).toBeNull();
  });

  it("broken percent encoding is 404", () => {
    expect(ask("/%E0%A4%A").status).toBe(404);
  });

  it("forged tenant headers do not pass", () => {
    const reply = ask("/", "demo.localhost", {
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

  it("endpoints that do not exist are 404, not a page", () => {
    expect(ask("/api/v1/auth/login").status).toBe(404);
    expect(ask("/api/cart", "localhost:3001").status).toBe(404);
  });

  it("the signature of a revalidation reaches its endpoint", () => {
    const reply = ask("/api/revalidate", "localhost", { "x-ecomm-signature": "sha256=00" });
    expect(reply.headers.get("x-middleware-next")).toBe("1");
    expect(reply.headers.get("x-middleware-override-headers")).toBeNull();
  });

  it("revalidation and pictures pass for every host", () => {
    for (const path of ["/api/revalidate", "/media/x.webp", "/api/health"]) {
      expect(ask(path, "anything.example").headers.get("x-middleware-next")).toBe("1");
    }
  });
});
