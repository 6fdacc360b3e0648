/** Italian: see en/not-found.ts. */

import type { notFound as notFoundEn } from "../en/not-found";
import type { Translated } from "../spell";

export const notFound: Translated<typeof notFoundEn> = {
  title: "Questa pagina non è sui nostri scaffali",
  text: "Si è spostata o non c’è mai stata. Il carrello è al sicuro.",
  all: "Vedi tutti i prodotti",
  home: "Pagina iniziale",
};
