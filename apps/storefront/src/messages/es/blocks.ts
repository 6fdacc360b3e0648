/** Spanish: see en/blocks.ts. */

import type { blocks as blocksEn } from "../en/blocks";
import type { Translated } from "../spell";

export const blocks: Translated<typeof blocksEn> = {
  shopNow: "Ver todos los productos",
  featured: "Nuevo en la tienda",
  seeAll: "Ver los {0}",
  categories: "Encuentre su rincón",
  trust: "Con esto puede contar",
  faq: "Conviene saber",
  add: "Añadir a la cesta",
  choose: "Elegir",
  welcome: "Le damos la bienvenida a {0}.",
};
