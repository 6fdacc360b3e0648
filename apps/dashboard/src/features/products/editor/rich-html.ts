/** Elements the text editor keeps. Others it would drop when something is typed. */
const KNOWN = new Set(
  "P BR STRONG B EM I U S A UL OL LI H2 H3 BLOCKQUOTE CODE PRE HR HTML HEAD BODY".split(" "),
);

/** Whether the text editor can hold this HTML without losing any of it. */
export function canHold(html: string): boolean {
  if (html.trim() === "") return true;
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const element of parsed.querySelectorAll("*")) {
    if (!KNOWN.has(element.tagName)) return false;
    for (const { name } of element.attributes) {
      const fine = element.tagName === "A" && ["href", "target", "rel"].includes(name);
      if (!fine) return false;
    }
  }
  return true;
}

/** An address people may type for a link: made absolute where it plainly is one; null if unsafe. */
export function linkAddress(typed: string): string | null {
  const text = typed.trim();
  if (/^(https?:\/\/|mailto:|tel:|\/|#)/i.test(text)) return text;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return null;
  return /^[^\s/]+\.[^\s/]{2,}/.test(text) ? `https://${text}` : null;
}
