"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type Catalogue, directionOf, type Messages, type Translator } from "./catalogue";

export type { Catalogue, Messages, Translator } from "./catalogue";

export interface Locale {
  locale: string;
  direction: "ltr" | "rtl";
}

const LocaleContext = createContext<Locale>({ locale: "en", direction: "ltr" });
/** Sets the language of everything below. */
export function LocaleProvider({ locale, children }: { locale: string; children: ReactNode }) {
  const value = useMemo(() => ({ locale, direction: directionOf(locale) }), [locale]);
  return <LocaleContext value={value}>{children}</LocaleContext>;
}

export function useLocale(): Locale {
  return useContext(LocaleContext);
}

/** The texts of a catalogue in the current language. */
export function useTexts<M extends Messages>(catalogue: Catalogue<M>): Translator<M> {
  return catalogue.translator(useLocale().locale);
}
