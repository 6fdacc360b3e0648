/** Spanish: see en/footer.ts. */

import type { footer as footerEn } from "../en/footer";
import type { Translated } from "../spell";

export const footer: Translated<typeof footerEn> = {
  shop: "Tienda",
  help: "Ayuda",
  policies: "Avisos legales",
  bag: "Su cesta",
  more: "Más",
  questions: "Una persona atiende sus preguntas:",
  taxIncluded: "Precios con impuestos.",
  taxAdded: "Los impuestos se añaden en la caja.",
  rights: "© {0} {1}.",
  write: "Escríbanos",
  categories: "Todas las categorías",
};
