/** Spanish: see en/blog.ts. */

import type { blog as blogEn } from "../en/blog";
import type { Translated } from "../spell";

export const blog: Translated<typeof blogEn> = {
  title: "Blog",
  all: "Todas las entradas",
  about: "Historias, guías y novedades de {0}",
  tagged: "Entradas sobre «{0}»",
  empty: "Aún no hay nada escrito",
  emptyText: "La primera entrada llegará pronto. Mientras tanto, la tienda está abierta.",
  by: "Por {0}",
  minutes: "{0} min de lectura",
  tags: "Temas",
  products: "En esta entrada",
  related: "Más para leer",
};
