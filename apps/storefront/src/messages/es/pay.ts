/** Spanish: see en/pay.ts. */

import type { pay as payEn } from "../en/pay";
import type { Translated } from "../spell";

export const pay: Translated<typeof payEn> = {
  title: "Pagar su pedido",
  heading: "Su pedido {0}",
  lead: "Esto es lo que le hemos preparado. No se compra nada antes de que pague.",
  loading: "Cargando su pedido",
  articles: "Artículos",
  discount: "Descuento, {0}",
  delivery: "Envío, {0}",
  free: "gratis",
  tax: "Impuestos",
  taxIncluded: "incluye {0} de impuestos",
  total: "Total",
  shipsTo: "Va a",
  do: "Pagar {0}",
  doFree: "Confirmar el pedido",
  busy: "Un momento",
  cancelled: "No ha pagado, así que no se ha comprado nada.",
  changed: "Algo ha cambiado desde que abrió esta página. Mírela de nuevo.",
  soldOut: "Una parte se ha agotado entretanto. Escriba a la tienda.",
  problem: {
    sold_out: "Agotado",
    not_enough: "No queda suficiente",
    unavailable: "Ya no está a la venta",
  },
  refused: "No se ha podido iniciar el pago. Inténtelo de nuevo en un momento.",
  processing: "Se está confirmando su pago",
  processingText: "Tarda unos segundos. Puede quedarse aquí o cerrar la página.",
  paid: "Gracias, está pagado",
  paidText: "Ahora es el pedido {0}. La confirmación va de camino.",
  toOrder: "Ver el pedido",
  missing: "No podemos mostrar este pedido",
  missingText: "Puede que el enlace esté incompleto o que la tienda haya retirado el pedido.",
  failed: "Ahora mismo no llegamos a la tienda",
  failedText: "No se ha perdido nada. Inténtelo de nuevo en un momento.",
  retry: "Volver a intentarlo",
  home: "A la tienda",
  test: "Modo de prueba: no se mueve dinero.",
};
