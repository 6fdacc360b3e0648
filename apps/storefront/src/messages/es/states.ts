/** Spanish: see en/states.ts. */

import type { states as statesEn } from "../en/states";
import type { Translated } from "../spell";

export const states: Translated<typeof statesEn> = {
  pausedTitle: "Hemos cerrado un momento",
  pausedNamed: "{0} ha cerrado un momento",
  pausedText: "La tienda vuelve a abrir pronto. Los pedidos ya hechos siguen su camino.",
  pausedMail: "¿Preguntas sobre un pedido?",
  missingTitle: "Aquí no hay ninguna tienda",
  missingText: "Puede que la dirección tenga un error o que la tienda haya cerrado para siempre.",
  pickTitle: "¿Qué tienda?",
  pickText:
    "Este escaparate sirve a todas las tiendas de la plataforma. Cada una tiene su propia dirección; aquí también puede elegir una por su nombre.",
  pickDemo: "Abrir la tienda de demostración",
  pickLabel: "Nombre en la dirección de la tienda",
  pickOpen: "Abrir",
  pickHint: "La misma tienda responde también en {0}",
};
