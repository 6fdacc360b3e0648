/** French: see en/blog.ts. */

import type { blog as blogEn } from "../en/blog";
import type { Translated } from "../spell";

export const blog: Translated<typeof blogEn> = {
  title: "Blog",
  all: "Tous les articles",
  about: "Histoires, guides et nouveautés de {0}",
  tagged: "Articles sur « {0} »",
  empty: "Rien n’est encore écrit",
  emptyText: "Le premier article arrive bientôt. La boutique, elle, est ouverte.",
  by: "Par {0}",
  minutes: "{0} min de lecture",
  tags: "Sujets",
  products: "Dans cet article",
  related: "À lire aussi",
};
