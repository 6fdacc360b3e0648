import { describe, expect, it } from "vitest";
import { judge } from "@/lib/revalidation";
import { internalHeaders, sign, verify } from "@/lib/signature";

const key = Buffer.alloc(32, 1);
const other = Buffer.alloc(32, 2);
const now = 1_800_000_000;

function call(body: unknown, { with: by = key, at = now }: { with?: Buffer; at?: number } = {}) {
  const raw = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  return judge(raw, sign(by, raw), key, at);
}

describe("signatures", () => {
  it("fit their bytes and key alone", () => {
    const bytes = Buffer.from('{"a":1}');
    expect(verify(key, bytes, sign(key, bytes))).toBe(true);
    expect(verify(key, Buffer.from('{"a":2}'), sign(key, bytes))).toBe(false);
    expect(verify(key, bytes, sign(other, bytes))).toBe(false);
  });

  it.each([
    null,
    "",
    "sha256=",
    "sha256=zz",
    `sha256=${"0".repeat(63)}`,
    "md5=abc",
    "0".repeat(64),
  ])("%j is none", (header) => {
    expect(verify(key, Buffer.from("x"), header)).toBe(false);
  });

  it("of our reads name minute and path", () => {
    const headers = internalHeaders(key, "/api/v1/public/stores/demo?x=1", 120_000);
    expect(headers["X-Ecomm-Internal-Minute"]).toBe("2");
    expect(headers["X-Ecomm-Internal"]).toBe(sign(key, "2:/api/v1/public/stores/demo?x=1"));
  });
});

describe("a revalidation call", () => {
  it("drops the tags it names, each once", () => {
    const tags = ["s:1:store", "s:1:store", "s:1:slug:demo", "slug:demo", "s:1:unheard:of"];
    expect(call({ tags, at: now })).toEqual({
      ok: true,
      tags: ["s:1:store", "slug:demo"],
      ignored: 1,
    });
  });

  it("is refused unsigned, whatever it says", () => {
    expect(judge(Buffer.from("not json"), null, key, now)).toMatchObject({ status: 401 });
    expect(call({ tags: ["s:1:store"], at: now }, { with: other })).toMatchObject({
      ok: false,
      status: 401,
      code: "bad_signature",
    });
  });

  it.each([301, -301, 86_400])("is refused %d s off", (off) => {
    expect(call({ tags: [], at: now - off })).toMatchObject({ status: 401, code: "expired" });
  });

  it.each([300, 0, -300])("is taken %d s off", (off) => {
    expect(call({ tags: [], at: now - off })).toMatchObject({ ok: true });
  });

  it.each(["", "[]", "null", "{}", '{"at":1800000000}', '{"tags":"x","at":1800000000}'])(
    "%j is malformed",
    (body) => {
      expect(call(body)).toMatchObject({ ok: false, status: 400 });
    },
  );

  it("is malformed with anything but words as tags, or too many of them", () => {
    expect(call({ tags: [5], at: now })).toMatchObject({ status: 400 });
    expect(call({ tags: Array(2001).fill("s:1:store"), at: now })).toMatchObject({ status: 400 });
    expect(call({ tags: ["x"], at: "now" })).toMatchObject({ status: 400 });
  });
});
