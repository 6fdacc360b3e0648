/** Italian: see en/offers.ts. */

import type { offers as offersEn } from "../en/offers";
import type { Translated } from "../spell";

export const offers: Translated<typeof offersEn> = {
  volume: "Di più insieme, meno l’uno",
  quantity: "Quantità",
  each: "L’uno",
  save: "Risparmia",
  from: "{0} o più",
  one: "1",
  less: "{0} %",
  countLine: "I pezzi di un tipo contano insieme.",
  countProduct: "Tutti i tipi di questo prodotto contano insieme.",
  countSelection: "Tutti i prodotti di questa offerta contano insieme.",
  bundles: "Insieme costa meno",
  units: "{0} × {1}",
  alone: "{0} separatamente",
  addBundle: "Aggiungi il set",
  deal: "Insieme: {0}",
  partOf: "Parte di {0}",
  more: "Altro per il suo carrello",
  inside: "Che cosa contiene",
};
