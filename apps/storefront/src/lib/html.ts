/**
 * The two places where text becomes markup without React's escaping. The API sanitises what
 * merchants write; these keep a script from starting even if it one day did not, because the page's
 * content security policy lists every inline script it finds (server/csp.mjs).
 */

/** Merchant's HTML with anything that could begin a script, style or base element disarmed. */
export function richHtml(html: string): string {
  return html.replace(
    /<(?=\s*\/?\s*(?:script|style|base|meta|link|iframe|object|embed|form)\b)/gi,
    "&lt;",
  );
}

/** JSON for a script element of type application/ld+json. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** HTML as plain text, for descriptions and structured data; at most `limit` characters. */
export function plainText(html: string, limit: number): string {
  const text = html
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(#\d+|#x[\da-f]+|\w+);/gi, (whole, name: string) => {
      if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
    })
    .replace(/\s+/g, " ")
    .trim();
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), limit * 0.6)).trimEnd()}…`;
}
