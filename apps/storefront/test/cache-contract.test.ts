/** The tags that the API announces (its `commerce/tags.py`) against the ones pages carry. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { incoming, tags } from "@/lib/cache-manifest";

const file = path.join(import.meta.dirname, "../../../services/commerce/src/commerce/tags.py");

/** Each function of the API's manifest, by our name of it, with the string it returns: `def name(…)` …
 * `return f"…"`. */
function announced(): Map<string, { parameters: number; template: string }> {
  const source = readFileSync(file, "utf8");
  const found = new Map<string, { parameters: number; template: string }>();
  const functions = source.matchAll(
    /^def (\w+)\(([^)]*)\) -> str:\n(?:(?!^def )[\s\S])*?^ {4}return f"([^"]+)"$/gm,
  );
  for (const [, name = "", parameters = "", template = ""] of functions) {
    const ours = name.replace(/_(\w)/g, (_, first: string) => first.toUpperCase());
    found.set(ours, { parameters: parameters.split(",").length, template });
  }
  const defined = [...source.matchAll(/^def /gm)].length;
  // One that is written otherwise would be left out without a word.
  if (found.size !== defined) throw new Error(`${found.size} of ${defined} functions were read`);
  return found;
}

const api = announced();
const { readAt: _ours, ...shared } = tags;
const PARTS = ["first-part", "second-part"] as const;

describe("the API's tags", () => {
  it("are as many as ours, by the same names", () => {
    expect([...api.keys()].sort()).toEqual(Object.keys(shared).sort());
  });

  it.each([...api])("%s is spelled alike on both sides", (name, { parameters, template }) => {
    const parts = PARTS.slice(0, parameters);
    let next = 0;
    const said = template.replace(/\{\w+\}/g, () => parts[next++] ?? "");
    expect(next).toBe(parameters);
    const build = shared[name as keyof typeof shared] as (...parts: string[]) => string;
    expect(build(...parts)).toBe(said);
    expect(incoming(said)).toBe(said);
  });
});
