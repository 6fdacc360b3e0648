/**
 * The content security policy of a page, from the page itself.
 *
 * A nonce would be baked into the cached page, so the inline scripts are listed by hash instead.
 * Only React and Next write script elements: text is escaped, and the two places where markup comes
 * from outside disarm it (src/lib/html.ts). What is listed here is therefore what we shipped.
 */
import { createHash } from "node:crypto";

const ELEMENT = /<script\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/script\b[^>]*>/gi;
const ATTRIBUTE = (/** @type {string} */ name) =>
  new RegExp(`(?:^|\\s)${name}(?:\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+)))?(?=\\s|/|$)`, "i");
const SRC = ATTRIBUTE("src");
const TYPE = ATTRIBUTE("type");
/** Types that a browser runs, or that change what it runs; everything else is a block of data. */
const RUNS =
  /^(?:$|module$|importmap$|speculationrules$|(?:text|application)\/(?:x-)?(?:java|ecma)script$)/i;

/** Bodies of the inline scripts a browser would run. @param {string} html @returns {string[]} */
export function inlineScripts(html) {
  const found = [];
  for (const [, attributes = "", body = ""] of html.matchAll(ELEMENT)) {
    if (SRC.test(attributes)) continue;
    const type = TYPE.exec(attributes);
    if (!RUNS.test((type?.[1] ?? type?.[2] ?? type?.[3] ?? "").trim())) continue;
    found.push(body);
  }
  return found;
}

/** `'sha256-…'` sources of a page's inline scripts, each once. @param {string} html */
export function scriptHashes(html) {
  const hashes = inlineScripts(html).map(
    (body) => `'sha256-${createHash("sha256").update(body, "utf8").digest("base64")}'`,
  );
  return [...new Set(hashes)];
}

/** A Host header that may stand in a policy: nothing in it can end a directive. */
const PLAIN_HOST = /^[A-Za-z0-9.-]{1,255}(?::\d{1,5})?$/;

/**
 * The policy as a header value. Our own scripts come from `/_next/static/` of the page's own host,
 * so that no upload and no API reply under the same origin counts as one.
 *
 * @param {{ hashes: readonly string[], host: string | undefined, secure: boolean, mediaOrigin?: string | undefined }} page
 */
export function policy({ hashes, host, secure, mediaOrigin }) {
  const files = host && PLAIN_HOST.test(host) ? `${host}/_next/static/` : "'self'";
  const directives = [
    "default-src 'none'",
    `script-src ${[files, ...hashes].join(" ")}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data:${mediaOrigin ? ` ${mediaOrigin}` : ""}`,
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  if (secure) directives.push("upgrade-insecure-requests");
  return directives.join("; ");
}
