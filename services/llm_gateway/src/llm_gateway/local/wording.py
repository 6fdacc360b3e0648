"""The few phrases of the built-in provider, in six languages. None of them claims anything."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Wording:
    """Templates: `{t}` title, `{v}` vendor, `{d}` details, `{k}` keywords, `{p}` price, `{n}` name,
    `{x}` value, `{i}` number."""

    opening: str
    opening_vendor: str
    details: str
    words: str
    cost: str
    more: str
    benefit: str
    brand: str
    price: str
    product: str
    keyword: str
    pictures: str
    alt: str


WORDINGS: Final = {
    "en": Wording(
        opening="{t}.",
        opening_vendor="{t} by {v}.",
        details="The details: {d}.",
        words="In a few words: {k}.",
        cost="Price: {p}.",
        more="No further details are given.",
        benefit="Good to know before you order - {n}: {x}",
        brand="Brand",
        price="Price",
        product="Product",
        keyword="Keyword",
        pictures="Pictures",
        alt="{t}, picture {i}",
    ),
    "de": Wording(
        opening="{t}.",
        opening_vendor="{t} von {v}.",
        details="Die Einzelheiten: {d}.",
        words="In wenigen Worten: {k}.",
        cost="Preis: {p}.",
        more="Weitere Angaben liegen nicht vor.",
        benefit="Gut zu wissen vor der Bestellung - {n}: {x}",
        brand="Marke",
        price="Preis",
        product="Produkt",
        keyword="Stichwort",
        pictures="Bilder",
        alt="{t}, Bild {i}",
    ),
    "fr": Wording(
        opening="{t}.",
        opening_vendor="{t} de {v}.",
        details="Les détails : {d}.",
        words="En quelques mots : {k}.",
        cost="Prix : {p}.",
        more="Aucun autre détail n'est indiqué.",
        benefit="Bon à savoir avant de commander - {n} : {x}",
        brand="Marque",
        price="Prix",
        product="Produit",
        keyword="Mot-clé",
        pictures="Images",
        alt="{t}, image {i}",
    ),
    "es": Wording(
        opening="{t}.",
        opening_vendor="{t} de {v}.",
        details="Los detalles: {d}.",
        words="En pocas palabras: {k}.",
        cost="Precio: {p}.",
        more="No se indican más detalles.",
        benefit="Bueno saberlo antes de pedir - {n}: {x}",
        brand="Marca",
        price="Precio",
        product="Producto",
        keyword="Palabra clave",
        pictures="Imágenes",
        alt="{t}, imagen {i}",
    ),
    "it": Wording(
        opening="{t}.",
        opening_vendor="{t} di {v}.",
        details="I dettagli: {d}.",
        words="In poche parole: {k}.",
        cost="Prezzo: {p}.",
        more="Non sono indicati altri dettagli.",
        benefit="Buono a sapersi prima di ordinare - {n}: {x}",
        brand="Marca",
        price="Prezzo",
        product="Prodotto",
        keyword="Parola chiave",
        pictures="Immagini",
        alt="{t}, immagine {i}",
    ),
    "nl": Wording(
        opening="{t}.",
        opening_vendor="{t} van {v}.",
        details="De details: {d}.",
        words="In een paar woorden: {k}.",
        cost="Prijs: {p}.",
        more="Verdere details zijn niet opgegeven.",
        benefit="Goed om te weten voor je bestelt - {n}: {x}",
        brand="Merk",
        price="Prijs",
        product="Product",
        keyword="Trefwoord",
        pictures="Afbeeldingen",
        alt="{t}, afbeelding {i}",
    ),
}
