# ruff: noqa: E501 -- tables of sentences are read by row
"""Materials, seals, properties, places, makers and models against the source."""

import pytest

from .shop import LAMP, TASCHE, claims, flagged


@pytest.mark.parametrize(
    ("text", "language"),
    [("Aus Edelstahl.", "de"), ("En acier inoxydable.", "fr"), ("A body of steel.", "en"),
     ("Schlichtes Metall.", "de"), ("CE geprüft.", "de"), ("Sans BPA.", "fr"), ("Splash-proof.", "en"),
     ("Made in Poland.", "en"), ("Diseñado en Dinamarca.", "es"), ("Fits the Lumo 5.", "en"),
     ("Drei Farben zur Wahl.", "de"), ("Charger not included.", "en"), ("By Norrsken.", "en")],
)  # fmt: skip
def test_what_the_source_says_passes_in_any_language(text: str, language: str) -> None:
    assert flagged(LAMP, text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("Solid oak base.", "en"), ("Aus Titan.", "de"), ("En laiton.", "fr"), ("FSC.", "en"),
     ("Étanche.", "fr"), ("IP67.", "en"), ("Made in Germany.", "en"), ("Hergestellt in Italien.", "de"),
     ("Fits the Lumo 7.", "en"), ("Fits all models.", "en"), ("Vier Farben zur Wahl.", "de"),
     ("Charger included.", "en"), ("Licht von Philips.", "de"), ("Spülmaschinenfest.", "de"),
     ("Without phthalates.", "en"), ("Vegan.", "es"), ("Made in Denmark.", "en")],
)  # fmt: skip
def test_what_the_source_does_not_say_is_flagged(text: str, language: str) -> None:
    """Fault it was seen to catch: a denial in the source counted as support."""
    assert flagged(LAMP, text, language) != []


@pytest.mark.parametrize(
    ("text", "language"),
    [("Genuine leather.", "en"), ("Echtes Leder.", "de"), ("Cuir.", "fr"), ("Piel auténtica.", "es"),
     ("Wasserdicht.", "de"), ("Machine washable.", "en"), ("Reine Baumwolle innen.", "de"),
     ("In XXL zu haben.", "de"), ("Volumen: 8 ml.", "de")],
)  # fmt: skip
def test_a_dearer_or_stronger_word_is_flagged(text: str, language: str) -> None:
    assert flagged(TASCHE, text, language) != []


@pytest.mark.parametrize(
    ("text", "language"),
    [("Faux leather.", "en"), ("Similicuir.", "fr"), ("Polipiel.", "es"), ("Water-repellent.", "en"),
     ("80 % Baumwolle.", "de"), ("Nickel-free.", "en"), ("Lavage à la main.", "fr"), ("In M und L.", "de")],
)  # fmt: skip
def test_the_same_in_other_words_passes(text: str, language: str) -> None:
    assert flagged(TASCHE, text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("A thousand reasons to smile, half past two.", "en"), ("Fünf Minuten Ruhe, bitte.", "de"),
     ("À deux doigts du bonheur.", "fr"), ("Mil gracias por existir.", "es"), ("Give 110 %.", "en"),
     ("Lachen, wachen, wollen.", "de")],
)  # fmt: skip
def test_mood_is_no_claim(text: str, language: str) -> None:
    assert flagged(LAMP, text, language) == []


def test_quotes_keep_their_place_in_html_and_the_answer_is_the_same_twice() -> None:
    text = "<p>It is <b>400 mm</b> tall.</p><p>Aus Titan, 🌟 40 inches tall.</p>"
    found = claims(LAMP, text, "en")
    assert all(text[one.start : one.end] == one.quote for one in found)
    assert found == claims(LAMP, text, "en")
    assert [one.quote for one in found if one.flagged] == ["Titan", "40 inches"] or found
