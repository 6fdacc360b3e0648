import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createSessionProxy,
  MERCHANT_PATHS,
  type SessionProxy,
  type SessionSettings,
} from "../src";
import { networks } from "../src/networks";
import { accessToken, FakeApi } from "./fake-api";

let api: FakeApi;
let session: SessionProxy;

function settings(over: Partial<SessionSettings> = {}): SessionSettings {
  return {
    audience: "merchant",
    apiUrl: api.url,
    mode: "production",
    tokenPaths: () => MERCHANT_PATHS,
    allow: ["/api/v1/"],
    trustedProxies: networks(""),
    ...over,
  };
}

beforeEach(async () => {
  api = await FakeApi.start();
  session = createSessionProxy(settings());
});
afterEach(() => api.stop());

const HOST = "https://shop.example";
const ACCESS = "__Host-ecomm_merchant_access";
const REFRESH = "__Host-ecomm_merchant_refresh";

function call(path: string, init: RequestInit & { cookie?: string } = {}): Request {
  const headers = new Headers(init.headers);
  if (init.cookie) headers.set("cookie", init.cookie);
  if (init.body && !headers.has("content-type")) headers.set("content-type", "application/json");
  if (!headers.has("sec-fetch-site")) headers.set("sec-fetch-site", "same-origin");
  if (typeof init.body === "string") headers.set("content-length", String(init.body.length));
  return new Request(HOST + path, { ...init, headers });
}

const post = (path: string, body: unknown, init: RequestInit & { cookie?: string } = {}) =>
  session.handle(call(path, { method: "POST", body: JSON.stringify(body), ...init }));

function jar(reply: Response): Map<string, string> {
  return new Map(
    reply.headers.getSetCookie().map((line) => {
      const [pair = ""] = line.split(";");
      return [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    }),
  );
}

function cookies(access: string | null, refresh: string | null, keep = true): string {
  const parts = access ? [`${ACCESS}=${access}`] : [];
  if (refresh) parts.push(`${REFRESH}=${keep ? "1" : "0"}.${refresh}`);
  return parts.join("; ");
}

describe("signing in", () => {
  it("puts the pair into httpOnly cookies and keeps it out of the reply", async () => {
    const reply = await post("/api/session/login", { email: "a", password: "b", keep: true });
    const text = await reply.text();
    expect(reply.status).toBe(200);
    expect(text).toContain("a@example.com");
    expect(text).not.toMatch(/token|refresh-1/);
    const lines = reply.headers.getSetCookie();
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatch(/^__Host-/);
      expect(line).toMatch(/; HttpOnly/);
      expect(line).toMatch(/; Secure/);
      expect(line).toMatch(/; SameSite=Lax/);
      expect(line).toMatch(/; Path=\//);
      expect(line).not.toMatch(/Domain/i);
    }
    expect(lines[1]).toContain(`Max-Age=${30 * 24 * 3600}`);
    expect(JSON.parse(api.calls[0]?.body ?? "{}")).toEqual({ email: "a", password: "b" });
  });

  it("hands the question for a code on and keeps nothing until the code was right", async () => {
    const asked = await post("/api/session/login", { email: "secured", password: "b" });
    expect(asked.status).toBe(200);
    expect(await asked.json()).toMatchObject({ data: { challenge: "challenge-1" } });
    expect(asked.headers.getSetCookie()).toEqual([]);
    const wrong = await post("/api/session/login-code", {
      challenge: "challenge-1",
      code: "wrong",
    });
    expect(wrong.status).toBe(403);
    expect(wrong.headers.getSetCookie()).toEqual([]);
    const right = await post("/api/session/login-code", { challenge: "challenge-1", code: "1" });
    expect(right.headers.getSetCookie()).toHaveLength(2);
    expect(await right.text()).not.toMatch(/token|refresh-1/);
  });

  it("signs in who accepts an invitation, and moves who joins by one", async () => {
    const accepted = await post("/api/session/accept-invite", { token: "t", name: "A" });
    expect(accepted.headers.getSetCookie()).toHaveLength(2);
    const nobody = await post("/api/session/join-invite", { token: "t" });
    expect(nobody.status).toBe(401);
  });

  it("ends with the browser unless asked to stay signed in", async () => {
    const reply = await post("/api/session/login", { email: "a", password: "b", keep: false });
    expect(reply.headers.getSetCookie()[1]).not.toContain("Max-Age");
    expect(jar(reply).get(REFRESH)).toMatch(/^0\./);
  });

  it("uses plain cookie names over http on loopback", async () => {
    session = createSessionProxy(settings({ mode: "local", scope: () => "demo" }));
    const reply = await post("/api/session/login", { email: "a", password: "b" });
    expect([...jar(reply).keys()]).toEqual([
      "ecomm_merchant_access_demo",
      "ecomm_merchant_refresh_demo",
    ]);
    expect(reply.headers.getSetCookie().join()).not.toContain("Secure");
  });

  it("hands a refusal on as it is and sets nothing", async () => {
    const reply = await post("/api/session/login", { email: "a", password: "wrong" });
    expect(reply.status).toBe(401);
    expect(await reply.json()).toMatchObject({ error: { code: "wrong" } });
    expect(reply.headers.getSetCookie()).toEqual([]);
  });

  it("refuses a body that is no JSON object", async () => {
    const reply = await session.handle(call("/api/session/login", { method: "POST", body: "[1" }));
    expect(reply.status).toBe(400);
    expect(api.calls).toHaveLength(0);
  });

  it("switches the tenant and keeps the choice to stay signed in", async () => {
    const pair = api.issue();
    const cookie = cookies(pair.access_token, pair.refresh_token, false);
    const reply = await post("/api/session/switch", { tenant_id: "t" }, { cookie });
    expect(reply.status).toBe(200);
    expect(jar(reply).get(REFRESH)).toBe("0.refresh-2");
  });

  it("signs out at the API and in the browser, even when the API is away", async () => {
    const pair = api.issue();
    const cookie = cookies(pair.access_token, pair.refresh_token);
    const reply = await post("/api/session/logout", {}, { cookie });
    expect([...jar(reply).values()]).toEqual(["", ""]);
    const last = api.calls.at(-1);
    expect(last?.url).toBe("/api/v1/auth/logout");
    expect(JSON.parse(last?.body ?? "")).toEqual({ refresh_token: "refresh-1" });
    api.down = true;
    const again = await post("/api/session/logout", {}, { cookie });
    expect(again.status).toBe(200);
    expect([...jar(again).values()]).toEqual(["", ""]);
  });
});

describe("refreshing", () => {
  it("makes one refresh call for ten tabs and gives all of them the new pair", async () => {
    const pair = api.issue(600);
    api.refreshDelay = 50;
    const stale = cookies(accessToken("old", -5), pair.refresh_token);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => session.handle(call("/api/v1/stores", { cookie: stale }))),
    );
    expect(replies.map((reply) => reply.status)).toEqual(Array(10).fill(200));
    expect(api.count("/api/v1/auth/refresh")).toBe(1);
    expect(new Set(replies.map((reply) => jar(reply).get(REFRESH)))).toEqual(
      new Set(["1.refresh-2"]),
    );
    // An eleventh tab, a moment later, still holds the old cookie.
    const late = await session.handle(call("/api/v1/stores", { cookie: stale }));
    expect(late.status).toBe(200);
    expect(api.count("/api/v1/auth/refresh")).toBe(1);
  });

  it("would have called ten times without single-flight", async () => {
    const pair = api.issue();
    const stale = cookies(null, pair.refresh_token);
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const naive = createSessionProxy(settings());
        return (await naive.handle(call("/api/v1/stores", { cookie: stale }))).status;
      }),
    );
    expect(api.count("/api/v1/auth/refresh")).toBe(10);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThan(0);
  });

  it("repeats a JSON write once when the API turns a live-looking token down", async () => {
    const pair = api.issue();
    const cookie = cookies(accessToken("revoked", 600), pair.refresh_token);
    const reply = await post("/api/v1/stores", { name: "x" }, { cookie });
    expect(reply.status).toBe(200);
    const writes = api.calls.filter((seen) => seen.url === "/api/v1/stores");
    expect(writes.map((seen) => seen.body)).toEqual(['{"name":"x"}', '{"name":"x"}']);
    expect(jar(reply).get(REFRESH)).toBe("1.refresh-2");
  });

  it("ends the session when the refresh token is stolen or reused", async () => {
    const cookie = cookies(accessToken("old", -5), "stolen");
    const reply = await session.handle(call("/api/v1/stores", { cookie }));
    expect(reply.status).toBe(401);
    expect(await reply.json()).toMatchObject({ error: { code: "signed_out" } });
    expect([...jar(reply).entries()]).toEqual([
      [ACCESS, ""],
      [REFRESH, ""],
    ]);
    expect(api.count("/api/v1/stores")).toBe(0);
  });

  it("ends the session when an access token without a refresh token is refused", async () => {
    const cookie = cookies(accessToken("forged", 600), null);
    const reply = await session.handle(call("/api/v1/stores", { cookie }));
    expect(reply.status).toBe(401);
    expect(jar(reply).get(ACCESS)).toBe("");
  });

  it("keeps the cookies when the API is away, and says so", async () => {
    api.down = true;
    const cookie = cookies(null, "refresh-1");
    const reply = await session.handle(call("/api/v1/stores", { cookie }));
    expect(reply.status).toBe(503);
    expect(reply.headers.get("retry-after")).toBe("2");
    expect(reply.headers.getSetCookie()).toEqual([]);
    api.down = false;
    api.good.refresh.add("refresh-1");
    expect((await session.handle(call("/api/v1/stores", { cookie }))).status).toBe(200);
  });

  it("leaves a shop open to a shopper whose session died", async () => {
    session = createSessionProxy(settings({ audience: "shopper" }));
    const cookie = "__Host-ecomm_shopper_refresh=1.dead";
    const reply = await session.handle(call("/api/v1/public/stores/demo", { cookie }));
    expect(reply.status).toBe(200);
    expect(jar(reply).get("__Host-ecomm_shopper_refresh")).toBe("");
  });
});
