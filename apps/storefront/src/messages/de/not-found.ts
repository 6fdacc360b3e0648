/** German: see en/not-found.ts. */

import type { notFound as notFoundEn } from "../en/not-found";
import type { Translated } from "../spell";

export const notFound: Translated<typeof notFoundEn> = {
  title: "Diese Seite steht nicht in unseren Regalen",
  text: "Sie ist umgezogen oder war nie da. Ihr Warenkorb ist sicher.",
  all: "Alle Produkte ansehen",
  home: "Startseite",
};
