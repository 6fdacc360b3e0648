/** Dutch: see en/not-found.ts. */

import type { notFound as notFoundEn } from "../en/not-found";
import type { Translated } from "../spell";

export const notFound: Translated<typeof notFoundEn> = {
  title: "Deze pagina staat niet in onze schappen",
  text: "Ze is verhuisd of was er nooit. Uw winkelwagen is veilig.",
  all: "Alle producten bekijken",
  home: "Startpagina",
};
