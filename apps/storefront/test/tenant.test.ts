import { describe, expect, it } from "vitest";
import { normalHost, resolveTenant } from "@/lib/tenant";

const local = { local: true, domain: "localhost" };
const live = { local: false, domain: "shops.example.com" };
const none = { storeParam: null, storeCookie: null };

describe("normalHost", () => {
  it.each([
    ["Demo.LocalHost:3001", "demo.localhost"],
    ["demo.localhost.", "demo.localhost"],
    ["demo.localhost.:80", "demo.localhost"],
    ["[::1]:3001", "[::1]"],
    ["127.0.0.1", "127.0.0.1"],
  ])("%s is %s", (host, expected) => {
    expect(normalHost(host)).toBe(expected);
  });

  it.each([null, "", " ", "a b", "a/b", "a@b", "demo.localhost:port", "démo.localhost"])(
    "%j is no host",
    (host) => {
      expect(normalHost(host)).toBeNull();
    },
  );
});

describe("a store's own host", () => {
  it.each(["demo.shops.example.com", "DEMO.shops.example.com:443", "demo.shops.example.com."])(
    "%s is the store demo",
    (host) => {
      expect(resolveTenant({ host, ...none }, live)).toEqual({
        kind: "store",
        slug: "demo",
        from: "host",
      });
    },
  );

  it("wins over ?store= and the cookie", () => {
    const request = { host: "demo.localhost:3001", storeParam: "other", storeCookie: "third" };
    expect(resolveTenant(request, local)).toMatchObject({ slug: "demo", from: "host" });
  });

  it.each([
    "a.b.shops.example.com",
    "-x.shops.example.com",
    "x_y.shops.example.com",
    ".shops.example.com",
    "10.0.0.1",
    "shops",
  ])("%s is nobody's", (host) => {
    expect(resolveTenant({ host, ...none }, live)).toEqual({ kind: "unknown" });
  });

  it.each(["shops.example.com.evil.com", "evil-shops.example.com", "kontor.example"])(
    "%s may be a store's own: the API knows",
    (host) => {
      expect(resolveTenant({ host, ...none }, live)).toEqual({ kind: "own", host });
    },
  );

  it("the platform's own host has no store", () => {
    expect(resolveTenant({ host: "shops.example.com", ...none }, live)).toEqual({ kind: "none" });
  });
});

describe("?store= and its cookie", () => {
  it("pick a store on the bare local host", () => {
    const bare = { host: "localhost:3001", storeCookie: null };
    expect(resolveTenant({ ...bare, storeParam: "Demo" }, local)).toEqual({
      kind: "store",
      slug: "demo",
      from: "query",
    });
    expect(
      resolveTenant({ host: "127.0.0.1:3001", storeParam: null, storeCookie: "demo" }, local),
    ).toEqual({ kind: "store", slug: "demo", from: "cookie" });
  });

  it("can be given up again with an empty one", () => {
    const request = { host: "localhost", storeParam: "", storeCookie: "demo" };
    expect(resolveTenant(request, local)).toEqual({ kind: "none" });
  });

  it("mean nothing in production", () => {
    const request = { host: "shops.example.com", storeParam: "demo", storeCookie: "demo" };
    expect(resolveTenant(request, live)).toEqual({ kind: "none" });
    expect(resolveTenant({ ...request, host: "localhost" }, live)).toEqual({ kind: "unknown" });
  });

  it("are refused where they are no slug", () => {
    const request = { host: "localhost", storeParam: "../s", storeCookie: null };
    expect(resolveTenant(request, local)).toEqual({ kind: "unknown" });
    const cookie = { host: "localhost", storeParam: null, storeCookie: "a/b" };
    expect(resolveTenant(cookie, local)).toEqual({ kind: "none" });
  });
});
