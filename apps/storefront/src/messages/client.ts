"use client";

/** `#words` of the browser: the words its page was given, and no others. */
import { createContext, createElement, type ReactNode, useContext, useMemo } from "react";
import type { Section, Texts, Words } from "./catalogues";
import { spell } from "./spell";

interface Given {
  prefix: string;
  language: string;
  words: Partial<Words>;
}

const Context = createContext<Given>({ prefix: "", language: "en", words: {} });

/** What was given last: for code of the browser that stands outside of components. */
let latest: Given = { prefix: "", language: "en", words: {} };

export interface GivenProps {
  language: string;
  prefix: string;
  texts: Partial<Texts>;
  children: ReactNode;
}

/** Gives words to what is below, besides those given above. */
export function GivenWords({ language, prefix, texts, children }: GivenProps) {
  const above = useContext(Context);
  const given = useMemo(
    () => ({
      prefix,
      language,
      words: { ...above.words, ...(spell(texts, language) as unknown as Partial<Words>) },
    }),
    [above, language, prefix, texts],
  );
  // On the server many pages are made at a time, each in its own language.
  if (typeof window !== "undefined")
    latest = { ...given, words: { ...latest.words, ...given.words } };
  return createElement(Context, { value: given }, children);
}

function among<Name extends Section>(words: Partial<Words>, section: Name): Words[Name] {
  const found = words[section];
  if (!found) throw new Error(`the page was not given the words of "${section}"`);
  return found as Words[Name];
}

/** Words of the page's language. Throws where the page was not given them. */
export function useWords<Name extends Section>(section: Name): Words[Name] {
  return among(useContext(Context).words, section);
}

/** What addresses of the page's language begin with: "" for the shop's own, else `/de`. */
export function usePrefix(): string {
  return useContext(Context).prefix;
}

/** The same outside of components, in a browser. */
export function wordsHere<Name extends Section>(section: Name): Words[Name] {
  return among(latest.words, section);
}

/**
 * What the API refused, in the page's language. The API speaks English: what has no words here is
 * "" on pages in another language, and whoever shows it has a sentence of its own for that.
 */
export function problemHere(code: string, message: string): string {
  const known = latest.words.problems as Readonly<Record<string, string>> | undefined;
  const said = known && Object.hasOwn(known, code) ? known[code] : undefined;
  return said ?? (latest.language === "en" ? message : "");
}

/** The same of one field of a form. */
export function fieldProblemHere(code: string, message: string): string {
  return problemHere(code, message) || (latest.words.common?.field.wrong ?? message);
}

/** An address of this shop in the page's language. */
export const addressHere = (path: string): string => `${latest.prefix}${path}`;
