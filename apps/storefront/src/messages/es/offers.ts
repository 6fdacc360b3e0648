/** Spanish: see en/offers.ts. */

import type { offers as offersEn } from "../en/offers";
import type { Translated } from "../spell";

export const offers: Translated<typeof offersEn> = {
  volume: "Compre más, pague menos por cada uno",
  quantity: "Cantidad",
  each: "Cada uno",
  save: "Ahorra",
  from: "{0} o más",
  one: "1",
  less: "{0} %",
  countLine: "Las unidades de un mismo tipo cuentan juntas.",
  countProduct: "Todos los tipos de este producto cuentan juntos.",
  countSelection: "Todos los productos de esta oferta cuentan juntos.",
  bundles: "Más barato junto",
  units: "{0} × {1}",
  alone: "{0} por separado",
  addBundle: "Añadir el conjunto",
  deal: "Con ello: {0}",
  partOf: "Parte de {0}",
  more: "Más para su cesta",
  inside: "Qué incluye",
};
