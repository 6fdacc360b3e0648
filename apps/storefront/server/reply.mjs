/**
 * Stands between Next and the network: adds what a cached page cannot carry itself (its content
 * security policy, a status other than 200 and 404), puts pictures before scripts, compresses, and
 * turns a failed render into a page that says so. What is costly is done once per body and
 * remembered.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { scriptsAfterPaint } from "./after-paint.mjs";
import { policy, scriptHashes } from "./csp.mjs";
import { sorryPage } from "./sorry.mjs";

/** @typedef {import("node:http").IncomingMessage} Request */
/** @typedef {import("node:http").ServerResponse} Reply */
/** @typedef {{ unavailable: boolean }} Context */
/** @typedef {{ etag: string, hashes: string[], status: number | null, size: number, br?: Buffer, gzip?: Buffer }} Made */

const MAX_BUFFERED = 8 * 1024 * 1024;
const MEMO_BYTES = 40 * 1024 * 1024;
const SMALL = 860;
const COMPRESSIBLE =
  /^(?:text\/|application\/(?:json|javascript|xml|manifest\+json)|image\/svg\+xml)/;
const REVALIDATE = "public, max-age=0, must-revalidate";

/** A document as it leaves. @param {Buffer} body */
const asSent = (body) => scriptsAfterPaint(body.toString("utf8"));

/** What is known of bodies already sent, by content; bounded in bytes, oldest out first. */
export class Memo {
  constructor(maxBytes = MEMO_BYTES) {
    this.maxBytes = maxBytes;
    this.bytes = 0;
    /** @type {Map<string, Made>} */
    this.made = new Map();
  }

  /** @param {string} key @param {Buffer} body @param {boolean} html @returns {Made} */
  of(key, body, html) {
    const known = this.made.get(key);
    if (known) {
      this.made.delete(key);
      this.made.set(key, known);
      return known;
    }
    const text = html ? asSent(body) : "";
    const status = /<meta name="ecomm:status" content="(\d{3})"/.exec(text.slice(0, 20_000));
    /** @type {Made} */
    const made = {
      etag: `W/"${key}"`,
      hashes: html ? scriptHashes(text) : [],
      status: status ? Number(status[1]) : null,
      size: 1024,
    };
    this.made.set(key, made);
    this.grow(made.size);
    return made;
  }

  /**
   * @param {Made} made @param {() => Buffer} body asked for only where it is not known yet
   * @param {"br" | "gzip" | null} encoding
   * @param {boolean} lasting files of a build are worth more effort than a page
   * @returns {Buffer}
   */
  encoded(made, body, encoding, lasting = false) {
    if (encoding === null) return body();
    const known = made[encoding];
    if (known) return known;
    const packed =
      encoding === "br"
        ? brotliCompressSync(body(), {
            params: { [constants.BROTLI_PARAM_QUALITY]: lasting ? 9 : 5 },
          })
        : gzipSync(body(), { level: 6 });
    // zlib's result is a window onto a work buffer several times its size.
    const fresh = Buffer.allocUnsafeSlow(packed.length);
    fresh.set(packed);
    made[encoding] = fresh;
    made.size += fresh.length;
    this.grow(fresh.length);
    return fresh;
  }

  /** @param {number} bytes */
  grow(bytes) {
    this.bytes += bytes;
    for (const [oldest, first] of this.made) {
      if (this.bytes <= this.maxBytes) break;
      this.made.delete(oldest);
      this.bytes -= first.size;
    }
  }
}

/** The encoding to send, or null for none. @param {string | undefined} header */
export function pickEncoding(header) {
  const offered = new Map(
    (header ?? "").split(",").map((part) => {
      const [name = "", ...rest] = part.split(";").map((word) => word.trim().toLowerCase());
      const quality = rest.find((word) => word.startsWith("q="));
      return [name, quality ? Number(quality.slice(2)) : 1];
    }),
  );
  if ((offered.get("br") ?? 0) > 0) return "br";
  return (offered.get("gzip") ?? 0) > 0 ? "gzip" : null;
}

/** @param {unknown} value */
const text = (value) =>
  typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : "";

/**
 * @typedef {object} Options
 * @property {boolean} secure shoppers come by https
 * @property {string | undefined} mediaOrigin where pictures are, when not on the shop's own host
 */

/** @type {AsyncLocalStorage<Context>} */
export const requests = new AsyncLocalStorage();
Reflect.set(globalThis, Symbol.for("ecomm.storefront.request"), requests);

/**
 * Takes a reply over: Next writes into memory, and `finish` decides what leaves.
 *
 * @param {Request} request @param {Reply} reply @param {Options} options @param {Memo} memo @param {Context} context
 */
export function takeOver(request, reply, options, memo, context) {
  const send = {
    write: reply.write.bind(reply),
    end: reply.end.bind(reply),
    writeHead: reply.writeHead.bind(reply),
    flushHeaders: reply.flushHeaders.bind(reply),
  };
  /** @type {Buffer[]} */
  let chunks = [];
  let bytes = 0;
  /** Undecided until the first byte or the head: only then is the content type known. */
  let mode = /** @type {"undecided" | "buffer" | "through"} */ ("undecided");

  const decide = () => {
    if (mode !== "undecided") return;
    // Next knows 308 only. For a page that moved, 301 is what search engines and old clients know.
    if (reply.statusCode === 308 && /^(?:GET|HEAD)$/.test(request.method ?? "")) {
      reply.statusCode = 301;
    }
    const type = text(reply.getHeader("content-type"));
    const whole = reply.getHeader("content-range") === undefined;
    const plain = reply.getHeader("content-encoding") === undefined;
    mode =
      whole && plain && COMPRESSIBLE.test(type) && reply.statusCode !== 304 ? "buffer" : "through";
  };
  /** Enough is enough: a body beyond any page of ours goes out as it comes. */
  const giveUp = () => {
    mode = "through";
    const held = chunks;
    chunks = [];
    for (const chunk of held) send.write(chunk);
  };
  /** @param {any} chunk @param {any} encoding */
  const keep = (chunk, encoding) => {
    const data = typeof chunk === "string" ? Buffer.from(chunk, encoding) : Buffer.from(chunk);
    chunks.push(data);
    bytes += data.length;
    if (bytes > MAX_BUFFERED) giveUp();
  };

  reply.writeHead = /** @type {any} */ (
    (/** @type {number} */ status, /** @type {any[]} */ ...rest) => {
      reply.statusCode = status;
      const headers = rest.find((part) => typeof part === "object" && part !== null);
      const pairs = Array.isArray(headers)
        ? Array.from({ length: headers.length / 2 }, (_, i) => [headers[2 * i], headers[2 * i + 1]])
        : Object.entries(headers ?? {});
      for (const [name, value] of pairs) if (value !== undefined) reply.setHeader(name, value);
      decide();
      if (mode === "through") send.writeHead(reply.statusCode);
      return reply;
    }
  );
  reply.flushHeaders = () => {
    decide();
    if (mode === "through") send.flushHeaders();
  };
  reply.write = /** @type {any} */ (
    (/** @type {any} */ chunk, /** @type {any} */ encoding, /** @type {any} */ done) => {
      decide();
      if (mode === "through") return send.write(chunk, encoding, done);
      const callback = typeof encoding === "function" ? encoding : done;
      keep(chunk, typeof encoding === "string" ? encoding : "utf8");
      if (typeof callback === "function") queueMicrotask(() => callback(null));
      return true;
    }
  );
  reply.end = /** @type {any} */ (
    (/** @type {any} */ chunk, /** @type {any} */ encoding, /** @type {any} */ done) => {
      decide();
      if (mode === "through") return send.end(chunk, encoding, done);
      const callback = [chunk, encoding, done].find((part) => typeof part === "function");
      if (chunk !== undefined && chunk !== null && typeof chunk !== "function") {
        keep(chunk, typeof encoding === "string" ? encoding : "utf8");
        if (/** @type {string} */ (mode) === "through") return send.end(callback);
      }
      finish(request, reply, Buffer.concat(chunks), options, memo, context, send, callback);
      return reply;
    }
  );
}

/**
 * @param {Request} request @param {Reply} reply @param {Buffer} body @param {Options} options
 * @param {Memo} memo @param {Context} context
 * @param {{ writeHead: Reply["writeHead"], end: Reply["end"] }} send @param {(() => void) | undefined} callback
 */
function finish(request, reply, body, options, memo, context, send, callback) {
  const type = text(reply.getHeader("content-type"));
  const html = type.startsWith("text/html");
  const failed = html && reply.statusCode >= 500;
  let content = body;
  if (failed) {
    const kind = context.unavailable ? "unavailable" : "broken";
    reply.statusCode = context.unavailable ? 503 : 500;
    content = Buffer.from(sorryPage(kind));
    reply.removeHeader("etag");
    reply.removeHeader("link");
    reply.setHeader("Cache-Control", "no-store");
    if (context.unavailable) reply.setHeader("Retry-After", "6");
  }
  // Tags cannot reach a cache that is not ours: nobody may keep a page without asking again.
  if (/s-maxage/.test(text(reply.getHeader("cache-control")))) {
    reply.setHeader("Cache-Control", REVALIDATE);
  }
  reply.removeHeader("x-middleware-rewrite");
  if (request.method === "HEAD" && !failed) {
    reply.removeHeader("etag");
    reply.removeHeader("content-length");
    send.writeHead(reply.statusCode);
    send.end(callback);
    return;
  }
  // Not Next's ETag: two pages can be made to share that, and one would be sent for the other.
  const key = createHash("sha256").update(content).digest("base64url").slice(0, 32);
  const made = memo.of(key, content, html);

  if (html) {
    const page = { ...options, host: request.headers.host, hashes: made.hashes };
    reply.setHeader("Content-Security-Policy", policy(page));
    if (made.status !== null) reply.statusCode = made.status;
    if (made.status === 503) reply.setHeader("Retry-After", "300");
  }
  if (reply.statusCode !== 200) reply.removeHeader("etag");
  else if (request.method === "GET") {
    reply.setHeader("ETag", made.etag);
    const asked = text(request.headers["if-none-match"])
      .split(",")
      .map((tag) => tag.trim());
    if (asked.includes(made.etag)) {
      reply.statusCode = 304;
      reply.removeHeader("content-type");
      reply.removeHeader("content-length");
      send.writeHead(304);
      send.end(callback);
      return;
    }
  }
  const vary = text(reply.getHeader("vary"));
  if (!/accept-encoding/i.test(vary)) {
    reply.setHeader("Vary", vary ? `${vary}, Accept-Encoding` : "Accept-Encoding");
  }
  const encoding =
    content.length < SMALL ? null : pickEncoding(text(request.headers["accept-encoding"]));
  const lasting = text(reply.getHeader("cache-control")).includes("immutable");
  const whole = () => (html ? Buffer.from(asSent(content)) : content);
  const out = memo.encoded(made, whole, encoding, lasting);
  if (encoding) reply.setHeader("Content-Encoding", encoding);
  reply.setHeader("Content-Length", out.length);
  reply.removeHeader("transfer-encoding");
  send.writeHead(reply.statusCode);
  send.end(out, callback);
}
