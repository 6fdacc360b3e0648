/** Italian: see en/blog.ts. */

import type { blog as blogEn } from "../en/blog";
import type { Translated } from "../spell";

export const blog: Translated<typeof blogEn> = {
  title: "Blog",
  all: "Tutti gli articoli",
  about: "Storie, guide e novità da {0}",
  tagged: "Articoli su “{0}”",
  empty: "Non c’è ancora nulla da leggere",
  emptyText: "Il primo articolo arriverà presto. Intanto il negozio è aperto.",
  by: "Di {0}",
  minutes: "{0} min di lettura",
  tags: "Argomenti",
  products: "In questo articolo",
  related: "Altro da leggere",
};
