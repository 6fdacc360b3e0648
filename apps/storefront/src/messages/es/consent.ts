/** Spanish: see en/consent.ts. */

import type { consent as consentEn } from "../en/consent";
import type { Translated } from "../spell";

export const consent: Translated<typeof consentEn> = {
  title: "¿Podemos distinguir sus visitas?",
  counted: "Contamos lo que se mira en esta tienda sin saber quién lo mira.",
  agreeing:
    "Si acepta, este navegador recibe un número aleatorio, para que veamos cuántas personas vuelven.",
  yours: "Nadie más lo recibe, y puede retirarlo en cualquier momento.",
  agree: "Aceptar",
  refuse: "Rechazar",
  privacy: "Política de privacidad",
  choices: "Opciones de privacidad",
  agreed: "Aceptó el {0}. Este navegador tiene un número aleatorio.",
  refused: "Rechazó el {0}. Nada distingue este navegador.",
  objected: "Su navegador pide que no se le siga, y lo respetamos: nada lo distingue.",
  takeBack: "Retirar el permiso",
  save: "Guardar lo que se conserva",
  saved: "El archivo contiene todo lo que se conserva de este navegador.",
  forgotten: "Permiso retirado. Lo contado ya no dice que fue este navegador.",
  close: "Cerrar",
  failed: "No ha funcionado. Inténtelo de nuevo en un momento.",
};
