/** Spanish: see en/outcome.ts. */

import type { outcome as outcomeEn } from "../en/outcome";
import type { Translated } from "../spell";

export const outcome: Translated<typeof outcomeEn> = {
  processing: "Se está confirmando su pago",
  processingText:
    "Tarda unos segundos. Puede quedarse aquí o cerrar la página: la confirmación llega por correo.",
  slow: "Tarda más de lo normal",
  slowText:
    "Su banco aún no ha respondido. No se pierde nada: recibirá un correo en cuanto lo haga y esta página sigue mirando.",
  waiting: "El pago sigue abierto",
  waitingText: "Ha vuelto antes de pagar. Su cesta queda reservada un rato.",
  pay: "Continuar al pago",
  failed: "El pago no ha salido adelante",
  failedText: "No se ha cobrado nada.",
  tryAgain: "Volver a intentar el pago",
  change: "Cambiar mis datos",
  expired: "Se ha acabado el tiempo para este pago",
  expiredText: "No se ha cobrado nada. Lo que eligió sigue en su cesta, si aún está a la venta.",
  toBag: "Volver a mi cesta",
  refunded: "El pago se ha devuelto",
  refundedText:
    "Lo que compró se agotó justo en el momento de pagar. El importe entero va de vuelta hacia usted.",
  unknown: "No podemos mostrar este pedido aquí",
  unknownText:
    "Quizá empezó en otro navegador. Si ha pagado, el correo de confirmación tiene un enlace a su pedido.",
  offline: "Ahora mismo no llegamos a la tienda",
  offlineText: "Si ha pagado, su pedido está a salvo. Esta página sigue intentándolo.",
  cancelled: "No ha pagado, así que no se ha comprado nada",
  cancelledText: "Su cesta está como estaba.",
  done: "Su pedido está hecho",
  home: "Página de inicio",
};
