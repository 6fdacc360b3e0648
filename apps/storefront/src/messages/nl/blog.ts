/** Dutch: see en/blog.ts. */

import type { blog as blogEn } from "../en/blog";
import type { Translated } from "../spell";

export const blog: Translated<typeof blogEn> = {
  title: "Blog",
  all: "Alle berichten",
  about: "Verhalen, gidsen en nieuws van {0}",
  tagged: "Berichten over “{0}”",
  empty: "Er is nog niets geschreven",
  emptyText: "Het eerste bericht komt eraan. De winkel is intussen open.",
  by: "Door {0}",
  minutes: "{0} min. leestijd",
  tags: "Onderwerpen",
  products: "In dit bericht",
  related: "Meer lezen",
};
