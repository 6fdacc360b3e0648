/** Spanish: see en/papers.ts. */

import type { papers as papersEn } from "../en/papers";
import type { Translated } from "../spell";

export const papers: Translated<typeof papersEn> = {
  title: "Factura",
  text: "Con abonos por lo reembolsado, en PDF.",
  download: "Descargar la factura",
  notYet: "Esta tienda aún no puede emitir facturas en línea. Pídale la suya.",
  lost: "Eso no ha llegado. Inténtelo de nuevo.",
};
