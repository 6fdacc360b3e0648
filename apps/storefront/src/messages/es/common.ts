/** Spanish: see en/common.ts. */

import type { common as commonEn } from "../en/common";
import type { Translated } from "../spell";

export const common: Translated<typeof commonEn> = {
  skip: "Ir al contenido",
  home: "Inicio",
  shop: "Tienda",
  allProducts: "Todos los productos",
  search: "Buscar",
  searchLabel: "Buscar en la tienda",
  menu: "Menú",
  close: "Cerrar",
  mainNav: "Principal",
  breadcrumb: "Ruta de navegación",
  before: "Antes",
  now: "Ahora",
  from: "Desde",
  save: "Ahorre {0} %",
  less: "−{0} %",
  soldOut: "Agotado",
  free: "Gratis",
  addNamed: "Añadir {0} a la cesta",
  chooseNamed: "Elegir una variante de {0}",
  noPicture: "Aún sin imagen",
  testMode: "Modo de prueba: los pedidos hechos aquí no son reales.",
  freeFrom: "Envío gratis desde {0}",
  shipsTo: "Envío a {0}",
  shipsToMore: "{0} y {1} {1|país más|países más}",
  shipsToWorld: "Envío a todo el mundo",
  shipsToMany: "Envío a {0} países",
  closedNotice: "Puede mirar; los pedidos se abren pronto.",
  field: {
    missing: "Rellene este campo.",
    email: "No es un correo completo, como name@example.com.",
    short: "Es demasiado corto: al menos {0} signos.",
    wrong: "Esto no vale aquí.",
  },
};
