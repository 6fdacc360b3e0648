/**
 * Reads of the public API by our own server. Not `fetch`: Next would put every reply into a second
 * cache beside the page's, and a tag has to be known before its request is made, while ours are
 * named after ids that only the reply tells.
 */
import http from "node:http";
import https from "node:https";
import { env } from "@/lib/env";
import { internalHeaders } from "@/lib/signature";

/** The API did not answer, or answered with 5xx. Pages let it pass: such a page is never cached. */
export class ApiUnavailable extends Error {
  constructor(cause: unknown) {
    super("The API does not answer", { cause });
    this.name = "ApiUnavailable";
  }
}

export interface Reply {
  status: number;
  location: string | null;
  body: unknown;
}

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 16 * 1024 * 1024;
const agentOptions = { keepAlive: true, maxSockets: 32, scheduling: "lifo" as const };
const agents = { "http:": new http.Agent(agentOptions), "https:": new https.Agent(agentOptions) };

function once(url: URL, headers: Record<string, string>): Promise<Reply> {
  const secure = url.protocol === "https:";
  const send = secure ? https.request : http.request;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        agent: secure ? agents["https:"] : agents["http:"],
        headers: { Accept: "application/json", ...headers },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MAX_BYTES) request.destroy(new Error("The API's reply is too large"));
          else chunks.push(chunk);
        });
        response.on("error", reject);
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          const location = response.headers.location ?? null;
          const text = Buffer.concat(chunks).toString("utf8");
          try {
            const redirect = status >= 300 && status < 400;
            resolve({ status, location, body: redirect || text === "" ? null : JSON.parse(text) });
          } catch (cause) {
            reject(new Error("The API's reply is not JSON", { cause }));
          }
        });
      },
    );
    request.on("error", reject);
    request.end();
  });
}

/** A kept connection that the API closed while we were writing: worth one more try. */
function staleConnection(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNRESET";
}

interface RequestContext {
  unavailable: boolean;
}

/** What server/reply.mjs knows of the request this code runs in, if any. */
function requestContext(): RequestContext | undefined {
  const shared = globalThis as Record<symbol, unknown>;
  const contexts = shared[Symbol.for("ecomm.storefront.request")] as
    | { getStore(): RequestContext | undefined }
    | undefined;
  return contexts?.getStore();
}

/** The page cache wants to know whether the API is there (server/page-cache.mjs). */
function report(answered: boolean): void {
  const shared = globalThis as Record<symbol, unknown>;
  const pages = shared[Symbol.for("ecomm.storefront.pages")] as
    | { apiAnswered(answered: boolean): void }
    | undefined;
  pages?.apiAnswered(answered);
  const context = requestContext();
  if (!answered && context) context.unavailable = true;
}

/**
 * GET below `/api/v1/public/stores`. Redirects are handed back, not followed.
 *
 * Throws ApiUnavailable when there is no answer within 5 s, the answer is 5xx, or no JSON.
 */
export function read(path: string): Promise<Reply> {
  return readPublic(`/stores${path}`);
}

/** GET below `/api/v1/public`. Throws as `read`. */
export async function readPublic(path: string): Promise<Reply> {
  // One wait is enough: Next renders a failed page once more, and the shopper has seen nothing yet.
  if (requestContext()?.unavailable) throw new ApiUnavailable(new Error("no answer before"));
  const { apiUrl, internalKey } = env();
  const full = `/api/v1/public${path}`;
  const url = new URL(full, apiUrl);
  const signed = internalHeaders(internalKey, url.pathname + url.search, Date.now());
  try {
    const reply = await once(url, signed).catch((error: unknown) => {
      if (staleConnection(error)) return once(url, signed);
      throw error;
    });
    if (reply.status >= 500 || reply.status === 429) throw new Error(`status ${reply.status}`);
    report(true);
    return reply;
  } catch (cause) {
    report(false);
    throw new ApiUnavailable(cause);
  }
}
