import { Fragment, type ReactNode } from "react";

/**
 * Interface texts. A catalogue is English in code, other languages beside it; a message is a
 * small part of ICU MessageFormat:
 *   "Hello {name}" · "{count, plural, =0 {none} one {# order} other {# orders}}"
 *   "{who, select, you {You} other {They}}" · "{total, number}"
 * Plurals and numbers go through Intl. Names of parameters are checked by the compiler.
 */
export type Messages = Record<string, string>;

type Trim<S extends string> = S extends ` ${infer R}` | `${infer R} ` ? Trim<R> : S;
/** Text of a branch: it holds a # or a space, or begins with a capital. Anything else is a name. */
type Plain<S extends string> = S extends `${string}${" " | "#"}${string}` | Capitalize<S>
  ? never
  : S;
type Inner<S extends string> = S extends `${infer Name},${string}`
  ? Plain<Trim<Name>>
  : S extends `${string}{${infer Nested}`
    ? Inner<Nested>
    : Plain<S>;
type Params<S extends string> = S extends `${string}{${infer In}}${infer Rest}`
  ? Inner<In> | Params<Rest>
  : never;

export type Value = string | number;
type ArgsOf<S extends string> = [Params<S>] extends [never]
  ? [params?: undefined]
  : [params: Record<Params<S>, Value>];

export interface Translator<M extends Messages> {
  <K extends keyof M & string>(key: K, ...args: ArgsOf<M[K]>): string;
  /** The same with React nodes as parameters, e.g. a link or a bold name. */
  rich: <K extends keyof M & string>(key: K, params: Record<Params<M[K]>, ReactNode>) => ReactNode;
  /** Whether a key is in the catalogue: for texts by an API's code. */
  has: (key: string) => key is keyof M & string;
  locale: string;
}

export interface Catalogue<M extends Messages> {
  translator: (locale: string) => Translator<M>;
  messages: M;
}

interface Argument {
  name: string;
  kind: "value" | "number";
}
type Part = string | Argument | Choice;
interface Choice {
  name: string;
  kind: "plural" | "select";
  branches: Record<string, Part[]>;
}

/** Index after the brace that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  throw new Error(`Unbalanced braces in message: ${text}`);
}

function parse(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let open = text.indexOf("{"); open >= 0; open = text.indexOf("{", from)) {
    if (open > from) parts.push(text.slice(from, open));
    const end = closing(text, open);
    parts.push(parseArgument(text.slice(open + 1, end - 1)));
    from = end;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function parseArgument(inner: string): Part {
  const [name = "", kind = "value", ...rest] = inner.split(",");
  const type = kind.trim();
  if (type === "number" || type === "value") return { name: name.trim(), kind: type };
  if (type !== "plural" && type !== "select") throw new Error(`Unknown message type: ${type}`);
  const branches: Record<string, Part[]> = {};
  const body = rest.join(",");
  let at = 0;
  for (let open = body.indexOf("{"); open >= 0; open = body.indexOf("{", at)) {
    const end = closing(body, open);
    branches[body.slice(at, open).trim()] = parse(body.slice(open + 1, end - 1));
    at = end;
  }
  if (!branches.other) throw new Error(`Message without an "other" branch: ${inner}`);
  return { name: name.trim(), kind: type, branches };
}

type Out = ReactNode;

function render(parts: Part[], params: Record<string, Out>, locale: string, hash: number | null) {
  const out: Out[] = [];
  for (const part of parts) {
    if (typeof part === "string") {
      out.push(
        hash === null ? part : part.replaceAll("#", new Intl.NumberFormat(locale).format(hash)),
      );
      continue;
    }
    const value = params[part.name];
    if (value === undefined) throw new Error(`Message parameter "${part.name}" is missing`);
    if ("branches" in part) out.push(...choose(part, value, params, locale));
    else if (part.kind === "value") out.push(value);
    else out.push(new Intl.NumberFormat(locale).format(Number(value)));
  }
  return out;
}

function choose(part: Choice, value: Out, params: Record<string, Out>, locale: string): Out[] {
  const { branches, kind } = part;
  const other = branches.other ?? [];
  if (kind === "select") return render(branches[String(value)] ?? other, params, locale, null);
  const count = Number(value);
  const rule = new Intl.PluralRules(locale).select(count);
  return render(branches[`=${count}`] ?? branches[rule] ?? other, params, locale, count);
}

/**
 * Makes a catalogue of a room's texts. `english` holds every key; `others` may hold fewer, and
 * what is missing there falls back to English.
 */
export function createCatalogue<const M extends Messages>(
  english: M,
  others: Record<string, Partial<Record<keyof M, string>>> = {},
): Catalogue<M> {
  const parsed = new Map<string, Part[]>();
  const made = new Map<string, Translator<M>>();

  function parts(locale: string, key: keyof M & string): Part[] {
    const id = `${locale}|${key}`;
    let known = parsed.get(id);
    if (!known) {
      const language = locale.split("-")[0] ?? locale;
      const text = others[locale]?.[key] ?? others[language]?.[key] ?? english[key];
      if (text === undefined) throw new Error(`Unknown message: ${key}`);
      known = parse(text);
      parsed.set(id, known);
    }
    return known;
  }

  function translator(locale: string): Translator<M> {
    const known = made.get(locale);
    if (known) return known;
    const say = (key: keyof M & string, params: Record<string, Value> = {}) =>
      render(parts(locale, key), params, locale, null).join("");
    const t: Translator<M> = Object.assign(say, {
      rich: (key: keyof M & string, params: Record<string, ReactNode>) =>
        render(parts(locale, key), params, locale, null).map((piece, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never move
          <Fragment key={at}>{piece}</Fragment>
        )),
      has: (key: string): key is keyof M & string => Object.hasOwn(english, key),
      locale,
    });
    made.set(locale, t);
    return t;
  }

  return { translator, messages: english };
}

const RTL = new Set(["ar", "fa", "he", "ur", "yi", "ps", "dv"]);

/** Writing direction of a locale. */
export function directionOf(locale: string): "ltr" | "rtl" {
  return RTL.has(locale.split("-")[0] ?? locale) ? "rtl" : "ltr";
}
