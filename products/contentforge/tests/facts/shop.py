# ruff: noqa: E501 -- tables of sentences are read by row
"""One lamp and one bag as sources, and short ways to ask what the detector flags."""

from contentforge.facts import Claim, Source, check

LAMP = Source(
    "Desk lamp Ilva", "Norrsken",
    {"Height": "40 cm", "Width": "18 cm", "Weight": "1.2 kg", "Battery life": "up to 10 h",
     "Material": "stainless steel", "Base": "oak veneer", "Certification": "CE, RoHS", "Protection": "IP44",
     "Colours": "3", "Fits": "Lumo 3, Lumo 5", "Load": "2 x 500 ml"},
    "Charger not included. BPA-free. Designed in Denmark, made in Poland. Not dishwasher safe.", "en",
)  # fmt: skip
TASCHE = Source(
    "Umhängetasche Fjell", "Taschenhaus",
    {"Material": "Kunstleder", "Futter": "80 % Baumwolle, 20 % Polyester", "Maße": "30 x 12 x 25 cm",
     "Volumen": "8 l", "Pflege": "Handwäsche", "Garantie": "2 Jahre", "Größen": "S-XL"},
    "Wasserabweisend. Für Laptops bis 13 Zoll. Ohne Nickel.", "de",
)  # fmt: skip


def flagged(source: Source, text: str, language: str) -> list[str]:
    """The quotes that nothing supports."""
    return [one.quote for one in claims(source, text, language) if one.flagged]


def claims(source: Source, text: str, language: str) -> list[Claim]:
    """All claims of a text."""
    return check(source, text, language)
