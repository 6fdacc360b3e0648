/** German: see en/blog.ts. */

import type { blog as blogEn } from "../en/blog";
import type { Translated } from "../spell";

export const blog: Translated<typeof blogEn> = {
  title: "Blog",
  all: "Alle Beiträge",
  about: "Geschichten, Ratgeber und Neues von {0}",
  tagged: "Beiträge zu „{0}“",
  empty: "Noch ist nichts geschrieben",
  emptyText: "Der erste Beitrag kommt bald. Der Laden ist schon offen.",
  by: "Von {0}",
  minutes: "{0} Min. Lesezeit",
  tags: "Themen",
  products: "In diesem Beitrag",
  related: "Weiterlesen",
};
