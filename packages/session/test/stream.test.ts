import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { createSessionProxy, MERCHANT_PATHS } from "../src";
import { networks } from "../src/networks";

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((done) => (server ? server.close(() => done()) : done()));
});

async function proxyTo(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  timeoutMs = 5_000,
) {
  const made = createServer(answer);
  server = made;
  await new Promise<void>((done) => made.listen(0, "127.0.0.1", done));
  const { port } = made.address() as AddressInfo;
  return createSessionProxy({
    audience: "merchant",
    apiUrl: `http://127.0.0.1:${port}`,
    mode: "local",
    tokenPaths: () => MERCHANT_PATHS,
    allow: ["/api/v1/"],
    trustedProxies: networks(""),
    timeoutMs,
  });
}

const CHUNK = 64 * 1024;

/** A body that counts what is taken out of it. */
function body(chunks: number) {
  const taken = { bytes: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (taken.bytes >= chunks * CHUNK) return controller.close();
        taken.bytes += CHUNK;
        controller.enqueue(new Uint8Array(CHUNK));
      },
      cancel() {
        taken.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, taken };
}

function upload(stream: ReadableStream, signal?: AbortSignal): Request {
  const headers = {
    "content-type": "multipart/form-data; boundary=x",
    "sec-fetch-site": "same-origin",
  };
  const init = {
    method: "POST",
    body: stream,
    duplex: "half",
    headers,
    ...(signal ? { signal } : {}),
  };
  return new Request("http://localhost:3000/api/v1/upload", init as RequestInit);
}

it("takes no more of an upload than the API takes", async () => {
  let release: () => void = () => undefined;
  let received = 0;
  const proxy = await proxyTo((request, response) => {
    release = () => {
      request.on("data", (chunk: Buffer) => {
        received += chunk.length;
      });
      request.on("end", () => response.end("{}"));
    };
  });
  const { stream, taken } = body(512); // 32 MB
  const reply = proxy.handle(upload(stream));
  await new Promise((go) => setTimeout(go, 400));
  // The API has not read a byte: sockets and buffers hold a little, memory must not hold the rest.
  expect(taken.bytes).toBeLessThan(12 * 1024 * 1024);
  release();
  expect((await reply).status).toBe(200);
  expect(received).toBe(512 * CHUNK);
});

it("hands on an answer that comes before the body is through, and stops reading", async () => {
  const proxy = await proxyTo((_request, response) => {
    response.writeHead(413, { "content-type": "application/json", connection: "close" });
    response.end('{"data":null,"error":{"code":"too_large"}}');
  });
  const { stream, taken } = body(4096); // 256 MB
  const reply = await proxy.handle(upload(stream));
  expect(reply.status).toBe(413);
  expect(await reply.json()).toMatchObject({ error: { code: "too_large" } });
  await new Promise((go) => setTimeout(go, 100));
  expect(taken.bytes).toBeLessThan(64 * 1024 * 1024);
  expect(taken.cancelled).toBe(true);
});

it("answers 503 when the API falls silent during an upload", async () => {
  const proxy = await proxyTo(() => undefined, 200);
  const { stream } = body(512);
  const reply = await proxy.handle(upload(stream));
  expect(reply.status).toBe(503);
});

it("lets the upload go when the browser goes away", async () => {
  let closed = false;
  const proxy = await proxyTo((request) => {
    request.on("close", () => {
      closed = true;
    });
    request.resume();
  });
  const gone = new AbortController();
  const stream = new ReadableStream({
    async pull(controller) {
      await new Promise((go) => setTimeout(go, 20));
      controller.enqueue(new Uint8Array(1024));
    },
  });
  const reply = proxy.handle(upload(stream, gone.signal));
  setTimeout(() => gone.abort(), 100);
  await expect(reply).rejects.toMatchObject({ name: "AbortError" });
  await new Promise((go) => setTimeout(go, 100));
  expect(closed).toBe(true);
});
