# ruff: noqa: E501 -- tables of sentences are read by row
"""What the reader knows of figures, parts, boxes, places and silence; own sentences, no dev rows."""

import pytest

from contentforge.facts import Source, check
from contentforge.facts.quantities import quantities
from contentforge.facts.words import tokens

from .shop import LAMP, flagged

TENT = Source(
    "Tenda Altura 2", "Montebello",
    {"Peso": "2,4 kg", "Colonna d'acqua": "2000 mm telo, 4000 mm fondo", "Pali": "alluminio",
     "Lavaggio": "telo sì, sacca no", "Picchetti": "12", "Origine": "Romania"},
    "Torcia non inclusa. Disegnata a Bergamo. Non adatta alla neve. Sacca in cotone.", "it",
)  # fmt: skip
SERUM = Source(
    "Night serum", "Halden",
    {"Skin": "dry, sensitive", "Contents": "30 ml", "Alcohol": "without", "Jars": "6", "Weight": "40 g each",
     "Best for": "8-10 weeks"},
    "Lid of oak. Box is compostable. Avoid the eye area. Not for children under 3. Pump sold separately.", "en",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [("half a dozen", "en", 6, None), ("6'2\"", "en", 74 / 12, "ft"), ("2 1/4 in", "en", 2.25, "in"),
     ("zweijährig", "de", 2, "yr"), ("Viertelliter", "de", 0.25, "l"), ("une dizaine d'heures", "fr", 10, "h"),
     ("deux mètres trente", "fr", 2.3, "m"), ("kilo y medio", "es", 1.5, "kg"), ("mezz'ora", "it", 0.5, "h"),
     ("due etti", "it", 2, "hg"), ("drie kwartier", "nl", 3, "qh"), ("diez grados bajo cero", "es", -10, "deg"),
     ("1,5 inches a second", "en", 1.5, "in/s")],
)  # fmt: skip
def test_a_figure_in_words_is_read_with_its_unit(
    text: str, language: str, value: float, unit: str | None
) -> None:
    told = [q for q in quantities(tokens(text), language) if not (q.article and q.unit is None)]
    symbol = told[0].unit.symbol if told[0].unit else None
    assert symbol == unit
    assert float(told[0].value) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Die Taschenlampe liegt bei.", "de"), ("Gefertigt in Bergamo.", "de"), ("Dans la neige aussi.", "fr"),
     ("Stangen aus Titan.", "de"), ("Made in Milan.", "en"), ("Selbstleuchtend und laut.", "de"),
     ("Zehn Heringe dabei.", "de"), ("Weighs under two kilos.", "en")],
)  # fmt: skip
def test_a_text_that_goes_beyond_the_tent_is_flagged(text: str, language: str) -> None:
    assert flagged(TENT, "Ciao! " + text, language) != []


@pytest.mark.parametrize(
    ("text", "language"),
    [("Für trockene Haut.", "de"), ("Pour les peaux sensibles.", "fr"), ("Sin alcohol.", "es"),
     ("In allem 240 g.", "de"), ("Nueve semanas.", "es"), ("Ab drei Jahren.", "de"), ("Lid of oak.", "en"),
     ("Verpackung kompostierbar.", "de"), ("Pump sold separately.", "en"), ("Contour des yeux à éviter.", "fr")],
)  # fmt: skip
def test_what_follows_from_the_serums_source_passes(text: str, language: str) -> None:
    """Fault it was seen to catch: "without" as a value left the attribute's name affirmed."""
    assert flagged(SERUM, "Hello! " + text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("Auch für die Augenpartie.", "de"), ("Pompe comprise.", "fr"), ("Für fettige Haut.", "de"),
     ("Biodegradable formula.", "en"), ("Ab zwei Jahren.", "de"), ("Con alcohol.", "es"),
     ("Fits every cup holder.", "en")],
)  # fmt: skip
def test_what_the_serums_source_denies_or_leaves_out_is_flagged(text: str, language: str) -> None:
    """Fault it was seen to catch: what is said of the box alone passed for the product."""
    assert flagged(SERUM, "Hello! " + text, language) != []


@pytest.mark.parametrize(
    ("text", "language"),
    [("six à huit heures", "fr"), ("de seis a ocho horas", "es"), ("da sei a otto ore", "it"),
     ("between six and eight hours", "en"), ("zwischen sechs und acht Stunden", "de")],
)  # fmt: skip
def test_two_figures_with_a_word_between_are_a_range(text: str, language: str) -> None:
    """Fault it was seen to catch: the English article "a" read as a figure in other languages."""
    low, high = quantities(tokens(text), language)
    assert (float(low.value), float(high.value), high.link) == (6, 8, "-")


def test_a_claim_says_what_stands_against_it_and_why() -> None:
    claims = check(LAMP, "It is 41 cm tall. Charger included. Made of bamboo. 400 mm tall.", "en")
    told = {c.quote: (c.outcome, c.reason, c.against.name if c.against else None) for c in claims}
    assert told["41 cm"] == ("contradicted", "other-figure", "Height")
    assert told["Charger"] == ("contradicted", "opposite", "description")
    assert told["bamboo"] == ("no fact", "unsaid", None)
    assert told["400 mm"] == ("supported", "same-figure", None)


def test_figures_of_speech_claim_nothing() -> None:
    text = "Sit down, slow down. A thousand reasons. Half past two. You deserve it."
    assert flagged(LAMP, text, "en") == []
