/** Spanish: see en/newsletter.ts. */

import type { newsletter as newsletterEn } from "../en/newsletter";
import type { Translated } from "../spell";

export const newsletter: Translated<typeof newsletterEn> = {
  title: "Novedades de {0}",
  label: "Correo electrónico",
  go: "Suscribirse",
  terms:
    "Novedades y ofertas de esta tienda por correo. Primero le enviamos un correo para confirmar. Puede darse de baja cuando quiera, con el enlace de cada correo.",
  trap: "Deje esto vacío",
  sent: "Mire su correo, por favor",
  sentText:
    "Si esta dirección es nueva aquí, va en camino un correo con un enlace. Recibirá novedades en cuanto lo haya confirmado.",
  confirm: "Confirmar la dirección",
  confirmText: "¿Quiere recibir novedades y ofertas de {0} por correo?",
  confirmGo: "Sí, suscribirme",
  done: "Está en la lista",
  doneText: "Cada correo lleva un enlace para darse de baja.",
  over: "Este enlace ya no es válido",
  overText:
    "Es demasiado antiguo, o se ha dado de baja desde entonces. Puede suscribirse de nuevo al pie de cada página.",
  failed: "No ha funcionado",
  failedText: "Compruebe la dirección e inténtelo de nuevo en un minuto.",
  shop: "Ir a la tienda",
};
