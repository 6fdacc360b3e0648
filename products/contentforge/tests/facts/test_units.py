"""Units: conversion, tolerance, hedges with a direction, and whose figure it is."""

import pytest

from .shop import LAMP, TASCHE, flagged


@pytest.mark.parametrize(
    ("text", "language"),
    [("It is 400 mm tall.", "en"), ("Mit 15,7 Zoll Höhe.", "de"), ("Haut de 0,4 m.", "fr"),
     ("Pesa 1200 g.", "es"), ("Weegt 2,65 pounds.", "en"), ("It lasts up to ten hours.", "en"),
     ("Just under 41 cm tall.", "en"), ("Room for one litre, 2 x 500 ml.", "en")],
)  # fmt: skip
def test_a_right_figure_in_any_unit_passes(text: str, language: str) -> None:
    assert flagged(LAMP, text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("It is 40 inches tall.", "en"), ("Mit 410 mm Höhe.", "de"), ("Large de 40 cm.", "fr"),
     ("Pesa 12 kg.", "es"), ("It lasts at least ten hours.", "en"), ("It lasts 10 hours.", "en"),
     ("It lasts up to ten days.", "en"), ("Just under 39 cm tall.", "en")],
)  # fmt: skip
def test_a_wrong_figure_unit_limit_or_measure_is_flagged(text: str, language: str) -> None:
    """Fault it was seen to catch: "just under 39 cm" accepted for 40 cm."""
    assert flagged(LAMP, text, language) != []


def test_years_are_months() -> None:
    assert flagged(TASCHE, "Mit 24 Monaten Garantie.", "de") == []
    assert flagged(TASCHE, "Mit 2 Monaten Garantie.", "de") != []
