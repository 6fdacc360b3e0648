import { describe, expect, it } from "vitest";
import { ApiError, createApi, isTransient, unwrap, unwrapList } from "../src";

const seen: Request[] = [];

function api(reply: () => Response | Promise<Response>) {
  seen.length = 0;
  return createApi({
    baseUrl: "http://api.test",
    fetch: async (request) => {
      seen.push(request);
      return await reply();
    },
  });
}

const json =
  (body: unknown, status = 200) =>
  () =>
    Response.json(body, { status });
const store = { params: { path: { store_id: "s" } } };

describe("client", () => {
  it("hands out what is in the envelope", async () => {
    const client = api(json({ data: { id: "s" }, error: null }));
    expect(await unwrap(client.GET("/api/v1/stores/{store_id}", store))).toEqual({ id: "s" });
    expect(seen[0]?.url).toBe("http://api.test/api/v1/stores/s");
  });

  it("hands out a list with its page", async () => {
    const page = { total: 1, page: 1, per_page: 24, next: null };
    const client = api(json({ data: [{ id: "p" }], error: null, page }));
    const list = await unwrapList(client.GET("/api/v1/stores/{store_id}/products", store));
    expect(list).toEqual({ items: [{ id: "p" }], page });
  });

  it("throws a refusal with its code, fields and request id", async () => {
    const details = [
      { field: "variants.2.sku", code: "sku_taken", message: "Taken", product_id: "p" },
    ];
    const error = {
      code: "sku_taken",
      message: "That SKU is taken.",
      details,
      request_id: "req_1",
    };
    const client = api(json({ data: null, error }, 409));
    const failed = unwrap(client.GET("/api/v1/auth/me"));
    await expect(failed).rejects.toMatchObject({
      status: 409,
      code: "sku_taken",
      requestId: "req_1",
      details,
    });
  });

  it("makes an error of a page that is no envelope, and of an empty reply", async () => {
    const html = api(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(unwrap(html.GET("/api/v1/auth/me"))).rejects.toMatchObject({
      status: 502,
      code: "unexpected_reply",
    });
    const empty = api(() => new Response(null, { status: 204 }));
    await expect(unwrap(empty.GET("/api/v1/auth/me"))).rejects.toBeInstanceOf(ApiError);
  });

  it("makes an error of a lost connection and leaves an abort an abort", async () => {
    const lost = api(() => Promise.reject(new TypeError("fetch failed")));
    const error: unknown = await unwrap(lost.GET("/api/v1/auth/me")).catch((e: unknown) => e);
    expect(error).toMatchObject({ status: 0, code: "network" });
    expect(isTransient(error)).toBe(true);
    const aborted = api(() => Promise.reject(new DOMException("stop", "AbortError")));
    await expect(unwrap(aborted.GET("/api/v1/auth/me"))).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  it("gives every POST an idempotency key, its own or the caller's", async () => {
    const client = api(json({ data: {}, error: null }));
    await client.POST("/api/v1/auth/logout", { body: {} });
    await client.POST("/api/v1/auth/logout", { body: {}, headers: { "Idempotency-Key": "mine" } });
    expect(seen[0]?.headers.get("idempotency-key")).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen[1]?.headers.get("idempotency-key")).toBe("mine");
  });
});
