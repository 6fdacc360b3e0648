import type { ReactNode } from "react";
import { prefixOf } from "@/lib/alternates";
import type { Store } from "@/lib/api-types";
import { languageOf, type Section, textsOf } from "@/messages/catalogues";
import { GivenWords } from "@/messages/client";

/** Hands the islands below the words they say, in the page's language. */
export function Given({
  store,
  sections,
  children,
}: {
  store: Pick<Store, "locale" | "spoken">;
  sections: readonly Section[];
  children: ReactNode;
}) {
  return (
    <GivenWords
      language={languageOf(store.locale)}
      prefix={prefixOf(store)}
      texts={textsOf(store.locale, sections)}
    >
      {children}
    </GivenWords>
  );
}
