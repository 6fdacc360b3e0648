# ruff: noqa: E501 -- tables of sentences are read by row
"""Own sentences in six languages, written after the rules: each a source, a text and its false part.

A third set beside dev and generator. It may grow; a row is never changed to fit the detector.
"""

import pytest

from contentforge.facts import Source, check

KETTLE = Source(
    "Bouilloire Vapeur", "Ateliers Dumas",
    {"Capacité": "1,7 L", "Puissance": "2200 W", "Matière": "verre borosilicaté", "Couvercle": "plastique",
     "Cordon": "75 cm", "Garantie": "2 ans", "Norme": "CE"},
    "Sans BPA. Arrêt automatique. Filtre lavable. Ne pas immerger. Fabriquée en Italie.", "fr",
)  # fmt: skip
PACK = Source(
    "Mochila urbana Cierzo", "Monteagudo",
    {"Material": "poliéster reciclado 60 %", "Capacidad": "22 l", "Peso": "780 g", "Medidas": "46 x 30 x 15 cm",
     "Bolsillos": "5", "Portátil": "hasta 15,6 pulgadas"},
    "Repelente al agua. Candado no incluido. Lavar a mano. Diseñada en Zaragoza, cosida en Vietnam.", "es",
)  # fmt: skip
CASE = Source(
    "Rugged case for phone", "Hardkapp",
    {"Compatible with": "iPhone 14, iPhone 15", "Material": "TPU, recycled polycarbonate", "Thickness": "2 mm",
     "Drop protection": "up to 3 m", "Weight": "38 g", "Colours": "4"},
    "Wireless charging works. No MagSafe. Lanyard sold separately. 1 year warranty.", "en",
)  # fmt: skip

FALSE = [
    (KETTLE, "Der Kessel fasst 17 Liter.", "de"), (KETTLE, "With 2200 kW it boils at once.", "en"),
    (KETTLE, "Un corps en inox.", "fr"), (KETTLE, "Deckel aus Glas.", "de"), (KETTLE, "Cinco años de garantía.", "es"),
    (KETTLE, "Spülmaschinenfest und unverwüstlich.", "de"), (KETTLE, "You may immerse it in the sink.", "en"),
    (KETTLE, "Prodotto in Germania.", "it"), (KETTLE, "Met een snoer van 75 mm.", "nl"), (KETTLE, "TÜV geprüft.", "de"),
    (KETTLE, "Made by Philips.", "en"), (KETTLE, "Filtre en acier.", "fr"),
    (PACK, "100 % recycled polyester.", "en"), (PACK, "Völlig wasserdicht.", "de"), (PACK, "Padlock included.", "en"),
    (PACK, "Fabricada en Zaragoza.", "es"), (PACK, "Pour ordinateurs jusqu'à 17 pouces.", "fr"),
    (PACK, "Sieben Taschen außen.", "de"), (PACK, "Waschbar in der Maschine.", "de"),
    (PACK, "Pesa 780 kg.", "it"), (PACK, "Mit USB-C-Anschluss.", "de"), (PACK, "Ligero como una pluma, con cuero.", "es"),
    (CASE, "Passt auch auf das iPhone 13.", "de"), (CASE, "MagSafe-ready.", "en"), (CASE, "Übersteht Stürze aus 5 m.", "de"),
    (CASE, "Lanière fournie.", "fr"), (CASE, "En cuatro colores y silicona.", "es"), (CASE, "Compatibile con ogni modello.", "it"),
    (CASE, "Levenslange garantie.", "nl"), (CASE, "Biologisch abbaubar.", "de"), (CASE, "Approved by Apple.", "en"),
]  # fmt: skip
TRUE = [
    (KETTLE, "Der Kessel fasst 1,7 Liter.", "de"), (KETTLE, "With 2.2 kW it boils at once.", "en"),
    (KETTLE, "Un corps en verre.", "fr"), (KETTLE, "Deckel aus Kunststoff.", "de"), (KETTLE, "Dos años de garantía.", "es"),
    (KETTLE, "BPA-frei.", "de"), (KETTLE, "Do not immerse.", "en"), (KETTLE, "Prodotto in Italia.", "it"),
    (KETTLE, "Met een snoer van 0,75 m.", "nl"), (KETTLE, "CE-gekeurd.", "nl"), (KETTLE, "From Ateliers Dumas.", "en"),
    (PACK, "60 % recycled polyester.", "en"), (PACK, "Wasserabweisend.", "de"), (PACK, "22 litres de place.", "fr"),
    (PACK, "Fabriqué au Vietnam.", "fr"), (PACK, "Fünf Taschen.", "de"), (PACK, "46 cm hoch.", "de"),
    (PACK, "Nur 0,78 kg leicht.", "de"), (PACK, "For laptops up to 15.6 inches.", "en"), (PACK, "Handwäsche.", "de"),
    (CASE, "Passt auf das iPhone 15.", "de"), (CASE, "Coque en TPU.", "fr"), (CASE, "Cuatro colores.", "es"),
    (CASE, "Zwölf Monate Garantie.", "de"), (CASE, "2 mm dick.", "de"), (CASE, "38 grammi.", "it"),
    (CASE, "Protects from falls of up to three metres.", "en"), (CASE, "Policarbonato reciclado.", "es"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "text", "language"), FALSE, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_false_paraphrase_is_flagged(source: Source, text: str, language: str) -> None:
    assert any(claim.flagged for claim in check(source, text, language))


@pytest.mark.parametrize(
    ("source", "text", "language"), TRUE, ids=lambda v: v if isinstance(v, str) else ""
)
def test_a_true_paraphrase_passes(source: Source, text: str, language: str) -> None:
    assert [c.quote for c in check(source, text, language) if c.flagged] == []


@pytest.mark.xfail(
    reason="A x B x C without names: only height, thickness and length are told apart", strict=True
)
def test_the_height_of_unnamed_dimensions_is_no_width() -> None:
    assert any(claim.flagged for claim in check(PACK, "46 cm breit.", "de"))
