import { request as httpRequest } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSessionProxy, MERCHANT_PATHS, type SessionProxy } from "../src";
import { networks } from "../src/networks";
import { FakeApi } from "./fake-api";

let api: FakeApi;
let session: SessionProxy;
let cookie: string;

beforeEach(async () => {
  api = await FakeApi.start();
  const pair = api.issue();
  cookie = `ecomm_merchant_access=${pair.access_token}; ecomm_merchant_refresh=1.${pair.refresh_token}`;
  session = createSessionProxy({
    audience: "merchant",
    apiUrl: api.url,
    mode: "local",
    tokenPaths: () => MERCHANT_PATHS,
    allow: ["/api/v1/"],
    trustedProxies: networks("127.0.0.1, 10.0.0.0/8, fd00::/8"),
  });
});
afterEach(() => api.stop());

const HOST = "http://localhost:3000";

function call(path: string, headers: Record<string, string>, init: RequestInit = {}): Request {
  return new Request(HOST + path, {
    ...init,
    headers: { cookie, host: "localhost:3000", ...headers },
  });
}

const send = (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
  session.handle(call(path, headers, init));

const JSON_TYPE = { "content-type": "application/json" };
const SAME = { "sec-fetch-site": "same-origin" };

describe("cross-site requests", () => {
  const write = { method: "POST", body: "{}" };

  it.each([
    ["another site", { ...JSON_TYPE, "sec-fetch-site": "cross-site" }],
    ["a sister subdomain", { ...JSON_TYPE, "sec-fetch-site": "same-site" }],
    ["a typed address", { ...JSON_TYPE, "sec-fetch-site": "none" }],
    ["another Origin", { ...JSON_TYPE, origin: "https://evil.example" }],
    ["an opaque Origin", { ...JSON_TYPE, origin: "null" }],
    ["neither header", { ...JSON_TYPE }],
    [
      "another site that forges Origin",
      { ...JSON_TYPE, "sec-fetch-site": "cross-site", origin: HOST },
    ],
  ])("refuses a write from %s", async (_name, headers) => {
    const reply = await send("/api/v1/stores", headers, write);
    expect(reply.status).toBe(403);
    expect(await reply.json()).toMatchObject({ error: { code: "cross_site" } });
    expect(api.calls).toHaveLength(0);
  });

  it("accepts our own origin from a browser without Sec-Fetch-Site", async () => {
    expect((await send("/api/v1/stores", { ...JSON_TYPE, origin: HOST }, write)).status).toBe(200);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "text/plain; application/json"])(
    "refuses %s bodies",
    async (type) => {
      const reply = await send("/api/v1/stores", { ...SAME, "content-type": type }, write);
      expect(reply.status).toBe(415);
      expect(api.calls).toHaveLength(0);
    },
  );

  it("accepts a write without a body, also where the server gives it an empty stream", async () => {
    expect((await send("/api/v1/stores/1", SAME, { method: "DELETE" })).status).toBe(200);
    const body = new ReadableStream({ start: (controller) => controller.close() });
    const init = { method: "DELETE", body, duplex: "half" } as RequestInit;
    expect((await send("/api/v1/stores/1", SAME, init)).status).toBe(200);
    expect(api.calls.at(-1)?.headers["transfer-encoding"]).toBeUndefined();
  });

  it("refuses a body without a type", async () => {
    const headers = { ...SAME, "content-length": "2" };
    const body = new Blob(["{}"]).stream();
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    expect((await send("/api/v1/stores", headers, init)).status).toBe(415);
  });
});

describe("what reaches the API", () => {
  it("replaces cookies by the token and strips what a browser may not say", async () => {
    await send("/api/v1/stores?page=2", {
      authorization: "Bearer forged",
      "x-tenant-id": "t2",
      "x-store-id": "s2",
      "x-middleware-subrequest": "proxy",
      "x-ecomm-internal": "sha256=0",
      "x-forwarded-for": "6.6.6.6, 203.0.113.7, 10.0.0.9, ::ffff:127.0.0.1",
      "x-cart-token": "c",
      connection: "x-secret",
      "x-secret": "1",
      "if-none-match": '"1"',
      "idempotency-key": "k",
    });
    const seen = api.calls[0];
    expect(seen?.url).toBe("/api/v1/stores?page=2");
    const headers = seen?.headers ?? {};
    expect(headers.authorization).toMatch(/^Bearer ey/);
    expect(headers["x-forwarded-for"]).toBe("203.0.113.7");
    expect(headers["x-cart-token"]).toBe("c");
    expect(headers["if-none-match"]).toBe('"1"');
    expect(headers["idempotency-key"]).toBe("k");
    for (const name of [
      "cookie",
      "x-tenant-id",
      "x-store-id",
      "x-middleware-subrequest",
      "x-ecomm-internal",
      "x-secret",
    ]) {
      expect(headers[name]).toBeUndefined();
    }
  });

  it.each([
    "/api/v1/auth/login",
    "/api/v1/auth/login/code",
    "/api/v1/auth/invites/accept",
    "/api/v1/auth/invites/join",
    "/api/v1/auth/refresh",
    "/api/v1/auth/refresh/",
    "/api/v1/auth%2Frefresh",
    "/api/v1/%61uth/refresh",
    "/api/v1/auth/x/..%2frefresh",
    "/api/v1/auth//refresh",
    "/api/v1/auth/%5c/refresh",
    "/api/v1/public/stores/demo/customers/login",
    "/api/v1/%zz",
    "/api/_test/clock",
    "/api/metrics",
    "/api/session/steal",
  ])("does not forward %s", async (path) => {
    const reply = await send(path, { ...SAME, ...JSON_TYPE }, { method: "POST", body: "{}" });
    expect(reply.status).toBe(404);
    expect(api.calls).toHaveLength(0);
  });

  it("streams uploads through, larger than any buffer of ours", async () => {
    const chunk = new Uint8Array(256 * 1024).fill(97);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent === 32) return controller.close();
        sent += 1;
        controller.enqueue(chunk);
      },
    });
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    const reply = await send(
      "/api/v1/products/import",
      { ...SAME, "content-type": "multipart/form-data; boundary=x" },
      init,
    );
    expect(await reply.json()).toMatchObject({ data: { size: 32 * chunk.length } });
  });
});

describe("what comes back", () => {
  it("keeps content headers and drops the API's own", async () => {
    const reply = await send("/api/v1/stores", {});
    expect(reply.headers.get("cache-control")).toBe("private");
    expect(reply.headers.getSetCookie()).toEqual([]);
    expect(reply.headers.get("x-powered-by")).toBeNull();
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
    const file = await send("/api/v1/file.csv", {});
    expect(file.headers.get("content-disposition")).toBe("attachment");
    expect(file.headers.get("etag")).toBe('"1"');
    expect(file.headers.get("cache-control")).toBe("no-store");
  });

  it("does not follow redirects and keeps them on this origin", async () => {
    const reply = await send("/api/v1/old", {});
    expect(reply.status).toBe(307);
    expect(reply.headers.get("location")).toBe("/api/v1/new");
    expect(api.count("/api/v1/new")).toBe(0);
  });

  it("answers 503 in the envelope when the API is away", async () => {
    api.down = true;
    const reply = await send("/api/v1/stores", {});
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({ error: { code: "api_unavailable" } });
  });
});

describe("media", () => {
  it("passes pictures without a session and nothing else", async () => {
    await session.media(call("/media/a.webp", {}));
    expect(api.calls[0]?.headers.authorization).toBeUndefined();
    expect(api.calls[0]?.headers.cookie).toBeUndefined();
    expect((await session.media(call("/media/..%2fapi/v1/stores", {}))).status).toBe(404);
    expect((await session.media(call("/media/a", SAME, { method: "DELETE" }))).status).toBe(404);
    expect(api.calls).toHaveLength(1);
  });

  it("is tested against an API that would have answered", async () => {
    // Positive control: the fake does answer the paths that were refused above.
    const status = await new Promise<number | undefined>((done) => {
      httpRequest(`${api.url}/api/v1/auth/login`, { method: "POST" }, (reply) => {
        reply.resume();
        done(reply.statusCode);
      }).end("{}");
    });
    expect(status).toBe(200);
  });
});
