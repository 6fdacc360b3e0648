/** Spanish: see en/not-found.ts. */

import type { notFound as notFoundEn } from "../en/not-found";
import type { Translated } from "../spell";

export const notFound: Translated<typeof notFoundEn> = {
  title: "Esta página no está en nuestros estantes",
  text: "Se ha mudado o nunca existió. Su cesta está a salvo.",
  all: "Ver todos los productos",
  home: "Página de inicio",
};
