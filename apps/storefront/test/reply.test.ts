import http from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { scriptHashes } from "../server/csp.mjs";
import { Memo, pickEncoding, takeOver } from "../server/reply.mjs";

type Listener = (request: http.IncomingMessage, reply: http.ServerResponse) => void;

let server: http.Server | undefined;
afterEach(() => server?.close());

interface Got {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** Answers one request through `takeOver`, as the built server does. */
async function serve(listener: Listener, memo = new Memo(), unavailable = false) {
  const options = { secure: false, mediaOrigin: undefined };
  server = http.createServer((request, reply) => {
    takeOver(request, reply, options, memo, { unavailable });
    listener(request, reply);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return (headers: Record<string, string> = {}, method = "GET") =>
    new Promise<Got>((resolve, reject) => {
      const request = http.request({ port, host: "127.0.0.1", headers, method }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk));
        reply.on("end", () =>
          resolve({
            status: reply.statusCode ?? 0,
            headers: reply.headers,
            body: Buffer.concat(chunks),
          }),
        );
      });
      request.on("error", reject);
      request.end();
    });
}

const html =
  (body: string, status = 200): Listener =>
  (_, reply) => {
    reply.statusCode = status;
    reply.setHeader("Content-Type", "text/html; charset=utf-8");
    reply.setHeader("Cache-Control", "s-maxage=300, stale-while-revalidate=31535700");
    reply.setHeader("ETag", '"fnv"');
    reply.end(body);
  };

const PAGE = `<!doctype html><html><head></head><body>${"<p>Hello</p>".repeat(200)}<script>a()</script></body></html>`;

describe("a page on its way out", () => {
  it("carries its policy, a fresh ETag, and no lifetime for others' caches", async () => {
    const got = await (await serve(html(PAGE)))();
    expect(got.status).toBe(200);
    expect(got.headers["content-security-policy"]).toMatch(
      /script-src 127\.0\.0\.1:\d+\/_next\/static\/ 'sha256-/,
    );
    expect(got.headers["cache-control"]).toBe("public, max-age=0, must-revalidate");
    expect(got.headers.etag).toMatch(/^W\/"[\w-]{32}"$/);
    expect(got.body.toString()).toBe(PAGE);
  });

  it("is compressed as the browser likes it, and the same underneath", async () => {
    const get = await serve(html(PAGE));
    const br = await get({ "accept-encoding": "gzip, br" });
    expect(br.headers["content-encoding"]).toBe("br");
    expect(brotliDecompressSync(br.body).toString()).toBe(PAGE);
    const gzip = await get({ "accept-encoding": "gzip;q=1, br;q=0" });
    expect(gunzipSync(gzip.body).toString()).toBe(PAGE);
    expect(Number(gzip.headers["content-length"])).toBe(gzip.body.length);
    expect(gzip.headers.vary).toContain("Accept-Encoding");
  });

  it("asks for its scripts after its pictures, under its own policy, in every encoding", async () => {
    const page = PAGE.replace(
      "<p>",
      '<img fetchPriority="high"/><script src="/_next/static/a.js" async=""></script><p>',
    );
    const get = await serve(html(page));
    const plain = await get();
    expect(plain.body.toString()).toContain('(["/_next/static/a.js"])</script></body>');
    expect(plain.body.toString()).not.toContain('async=""');
    for (const source of scriptHashes(plain.body.toString())) {
      expect(plain.headers["content-security-policy"]).toContain(source);
    }
    const br = await get({ "accept-encoding": "br" });
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
  });

  it("is 304 for who has it, and only then", async () => {
    const get = await serve(html(PAGE));
    const { headers } = await get();
    const again = await get({ "if-none-match": headers.etag ?? "" });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
    expect((await get({ "if-none-match": 'W/"other"' })).status).toBe(200);
  });

  it("takes the status its document names", async () => {
    const text = PAGE.replace("<head>", '<head><meta name="ecomm:status" content="503"/>');
    const got = await (await serve(html(text)))();
    expect(got.status).toBe(503);
    expect(got.headers["retry-after"]).toBe("300");
    expect(got.headers.etag).toBeUndefined();
  });

  it("answers HEAD without a body", async () => {
    const got = await (await serve(html(PAGE)))({}, "HEAD");
    expect(got.status).toBe(200);
    expect(got.body).toHaveLength(0);
  });

  it("comes whole out of pieces", async () => {
    const get = await serve((_, reply) => {
      reply.writeHead(200, { "Content-Type": "text/html" });
      reply.write("<p>é");
      reply.write(Buffer.from("1</p>"), () => reply.end("<p>2</p>"));
    });
    expect((await get()).body.toString()).toBe("<p>é1</p><p>2</p>");
  });

  it("is never another page, though Next gives both one ETag", async () => {
    const memo = new Memo();
    let turn = 0;
    const get = await serve((request, reply) => {
      turn += 1;
      html(PAGE.replace("Hello", `Hello ${turn}`))(request, reply);
    }, memo);
    const first = await get({ "accept-encoding": "br" });
    const second = await get({ "accept-encoding": "br" });
    expect(brotliDecompressSync(first.body).toString()).toContain("Hello 1");
    expect(brotliDecompressSync(second.body).toString()).toContain("Hello 2");
  });
});

describe("bad days", () => {
  it("a failed render is a page that says so, never kept", async () => {
    const got = await (await serve(html("secret stack", 500)))();
    expect(got.status).toBe(500);
    expect(got.headers["cache-control"]).toBe("no-store");
    expect(got.body.toString()).toContain("Something went wrong");
    expect(got.body.toString()).not.toContain("secret");
    expect(got.headers["content-security-policy"]).toContain("default-src 'none'");
  });

  it("a missing API is 503 with a time to come back", async () => {
    const got = await (await serve(html("x", 500), new Memo(), true))();
    expect(got.status).toBe(503);
    expect(got.headers["retry-after"]).toBe("6");
    expect(got.body.toString()).toContain("right back");
  });
});

describe("other replies", () => {
  it("pictures pass as they are", async () => {
    const picture = Buffer.from(Array.from({ length: 4000 }, (_, i) => i % 256));
    const get = await serve((_, reply) => {
      reply.setHeader("Content-Type", "image/webp");
      reply.write(picture.subarray(0, 1000));
      reply.end(picture.subarray(1000));
    });
    const got = await get({ "accept-encoding": "br" });
    expect(got.headers["content-encoding"]).toBeUndefined();
    expect(got.body.equals(picture)).toBe(true);
  });

  it("an empty one stays empty", async () => {
    const get = await serve((_, reply) => {
      reply.statusCode = 308;
      reply.setHeader("Location", "/x");
      reply.end();
    });
    const got = await get();
    expect(got.status).toBe(301);
    expect(got.headers.location).toBe("/x");
  });

  it("a part of a file is not compressed", async () => {
    const get = await serve((_, reply) => {
      reply.writeHead(206, { "Content-Type": "text/plain", "Content-Range": "bytes 0-999/2000" });
      reply.end("x".repeat(1000));
    });
    const got = await get({ "accept-encoding": "br" });
    expect(got.status).toBe(206);
    expect(got.body).toHaveLength(1000);
  });
});

describe("what is remembered", () => {
  it("stays within its bytes", () => {
    const memo = new Memo(50_000);
    for (let i = 0; i < 200; i++) {
      const body = Buffer.from(`${i}${PAGE}`);
      const made = memo.of(String(i), body, true);
      memo.encoded(made, () => body, "gzip");
    }
    expect(memo.bytes).toBeLessThanOrEqual(50_000);
    expect(memo.made.size).toBeLessThan(60);
  });

  it.each([
    ["gzip, deflate, br", "br"],
    ["gzip", "gzip"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    ["identity", null],
    ["", null],
    [undefined, null],
  ])("%j means %j", (header, expected) => {
    expect(pickEncoding(header)).toBe(expected);
  });
});
