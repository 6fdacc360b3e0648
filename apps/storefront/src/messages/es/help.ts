/** Spanish: see en/help.ts. */

import type { asking as askingEn, card as cardEn, track as trackEn } from "../en/help";
import type { Translated } from "../spell";

export const asking: Translated<typeof askingEn> = {
  slow: "Demasiados intentos. Espere un momento e inténtelo de nuevo.",
  lost: "No nos ha llegado. Inténtelo de nuevo.",
};

export const card: Translated<typeof cardEn> = {
  title: "Saldo de una tarjeta regalo",
  lead: "El código está en el correo con el que llegó la tarjeta.",
  code: "Código de la tarjeta regalo",
  codeHint: "16 signos; espacios y guiones dan igual.",
  go: "Mostrar el saldo",
  none: "No hay ninguna tarjeta regalo con este código. Busque un signo mal leído.",
  holds: "Tarjeta regalo terminada en {0}",
  until: "Se puede usar hasta el {0}.",
  forever: "No caduca.",
  states: {
    active: "",
    off: "Esta tarjeta está desactivada. Escríbanos si le sorprende.",
    expired: "Esta tarjeta ha caducado.",
    empty: "Todo su saldo se ha gastado.",
  },
  another: "Consultar otra tarjeta",
  shop: "A la tienda",
};

export const track: Translated<typeof trackEn> = {
  title: "Seguir un pedido",
  lead: "Ambos están en la confirmación que le enviamos.",
  number: "Número de pedido",
  numberHint: "Solo cifras, por ejemplo 1001.",
  badNumber: "Un número de pedido solo tiene cifras, como 1001.",
  email: "Correo con el que hizo el pedido",
  go: "Ver dónde está",
  going: "Un momento",
  none: "Ningún pedido tiene este número y este correo. Mire la confirmación o escríbanos.",
  waiting: "{0} {0|pieza se está|piezas se están} preparando todavía.",
  pieces: "{0} {0|pieza|piezas}",
  another: "Seguir otro pedido",
  more: "El enlace de su confirmación muestra el pedido entero y todo lo que puede hacer con él.",
};
