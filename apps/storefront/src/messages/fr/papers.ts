/** French: see en/papers.ts. */

import type { papers as papersEn } from "../en/papers";
import type { Translated } from "../spell";

export const papers: Translated<typeof papersEn> = {
  title: "Facture",
  text: "Avec les avoirs de ce qui a été remboursé, en PDF.",
  download: "Télécharger la facture",
  notYet: "Cette boutique ne peut pas encore établir de factures en ligne. Demandez-lui la vôtre.",
  lost: "Cela n’est pas arrivé. Réessayez.",
};
