"""Figures and number words of six languages."""

from fractions import Fraction

import pytest

from contentforge.facts.numbers import figure, words


@pytest.mark.parametrize(
    ("written", "language", "value"),
    [("1.234,5", "de", "1234.5"), ("1,234.5", "en", "1234.5"), ("1 234,5", "fr", "1234.5"),
     ("3.5", "de", "3.5"), ("2,200", "en", "2200"), ("2.200", "es", "2200"), ("0.500", "de", "0.5"),
     ("1,7", "en", "1.7"), ("12'000", "de", "12000")],
)  # fmt: skip
def test_a_figure_is_read_by_its_languages_habit(written: str, language: str, value: str) -> None:
    """Fault it was seen to catch: the thousands marks of the languages exchanged."""
    assert figure(written, language) == Fraction(value)


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [("twenty-four", "en", 24), ("vierundzwanzig", "de", 24), ("quatre-vingt-dix-sept", "fr", 97),
     ("soixante-quinze", "fr", 75), ("treinta y dos", "es", 32), ("veinticuatro", "es", 24),
     ("ventotto", "it", 28), ("tweeëntwintig", "nl", 22),
     ("one hundred and twenty", "en", 120), ("zweihundertvierzig", "de", 240),
     ("cent vingt", "fr", 120),
     ("doscientos cuarenta", "es", 240), ("trecentocinquanta", "it", 350),
     ("honderdtwintig", "nl", 120), ("twaalfduizend", "nl", 12000), ("dozijn", "nl", 12)],
)  # fmt: skip
def test_a_number_word_has_its_value(word: str, language: str, value: int) -> None:
    from contentforge.facts.words import fold

    assert words(language)[fold(word).replace("-", " ")] == value
