/** Spanish: see en/reviews.ts. */

import type { reviews as reviewsEn } from "../en/reviews";
import type { Translated } from "../spell";

export const reviews: Translated<typeof reviewsEn> = {
  title: "Opiniones",
  none: "Nadie ha opinado todavía.",
  average: "{0} de 5",
  count: "Opiniones: {0}",
  stars: "{0} de 5 estrellas",
  verified: "Compra verificada",
  imported: "Traída por la tienda",
  nameless: "Sin nombre",
  shopSays: "Responde la tienda",
  ask: "¿Qué le parece?",
  askText: "Su opinión ayuda a otros a elegir. Se muestra con este nombre: {0}.",
  rating: "Su valoración",
  headline: "Título (opcional)",
  words: "Sus palabras (opcional)",
  send: "Enviar opinión",
  sending: "Enviando",
  thanks: "Gracias. Su opinión está en la tienda.",
  waits: "Gracias. La tienda mira su opinión antes de mostrarla.",
  declined: "La tienda no muestra esta opinión.",
  yours: "Su opinión",
  takeBack: "Retirar",
  choose: "Elija de una a cinco estrellas.",
  lost: "No nos ha llegado. Inténtelo de nuevo.",
  add: "Añadir imágenes",
  picture: "Imagen {0}",
};
