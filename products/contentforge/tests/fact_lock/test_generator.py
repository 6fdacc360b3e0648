"""The generator makes the same rows from a seed, and its labels are right.

The figures are derived again here, from the texts, with a table of units of their own.
"""

import re
from collections import Counter
from decimal import Decimal

import pytest

from .corpus import KINDS, Claim, Labelled, dump, parse
from .generator import MEASURES, PERTURBATIONS, fresh_seed, generate, rounded
from .words import NAMES, TONGUES

TEXTS = 400
TOLERANCE = Decimal("0.02")

BASE: dict[str, tuple[str, Decimal]] = {
    **dict.fromkeys(("inches", "Zoll", "pouces", "pulgadas"), ("height", Decimal("25.4"))),
    "mm": ("height", Decimal(1)),
    "cm": ("height", Decimal(10)),
    **dict.fromkeys(("ounces", "Unzen", "onces", "onzas"), ("weight", Decimal("28.349523"))),
    "g": ("weight", Decimal(1)),
    "kg": ("weight", Decimal(1000)),
    "ml": ("volume", Decimal(1)),
    "cl": ("volume", Decimal(10)),
    "l": ("volume", Decimal(1000)),
    "W": ("power", Decimal(1)),
    "kW": ("power", Decimal(1000)),
    **dict.fromkeys(("minutes", "Minuten", "minutos"), ("runtime", Decimal(1))),
    **dict.fromkeys(("h", "hours", "Stunden", "heures", "horas"), ("runtime", Decimal(60))),
    **dict.fromkeys(("days", "Tage", "jours", "días"), ("runtime", Decimal(1440))),
}
"""What a unit measures, and how many of the smallest it is."""


KNOWN = (
    "First things first: breathe. Meet Nevrizo. There are 2 pieces to love. The postman carried"
    " 3.3 kg. Touch it and you feel faux leather. One charge, up to 22.5 hours. Fill it with"
    " 1.03 l, not a drop more. For the record: by Nevrisol. The makers chose body in bamboo."
    " A thousand reasons, and you only need the one."
)


@pytest.fixture(scope="module")
def seed() -> int:
    """Fresh each run, and printed."""
    chosen = fresh_seed()
    print(f"generator seed {chosen}")  # noqa: T201  # the way back to a failing run
    return chosen


@pytest.fixture(scope="module")
def rows(seed: int) -> tuple[Labelled, ...]:
    """Enough for each perturbation to occur many times."""
    return generate(seed, TEXTS)


def measured(text: str) -> tuple[str, Decimal] | None:
    """What the first figure with a unit measures, in the smallest unit; None without one."""
    found = re.search(r"(\d+(?:[.,]\d+)?) (\w+)", text)
    if found is None or found[2] not in BASE:
        return None
    what, factor = BASE[found[2]]
    return what, Decimal(found[1].replace(",", ".")) * factor


def agrees(claim: Claim, row: Labelled) -> bool | None:
    """Whether the claim's quantity is the source's; None if it states none."""
    told = measured(claim.quote)
    if told is None:
        return None
    what, value = told
    held = measured(row.source.attributes[NAMES[what][row.source.language]])  # type: ignore[index]  # one of TONGUES
    assert held is not None
    assert held[0] == what
    return abs(value - held[1]) <= TOLERANCE * held[1]


def test_a_seed_makes_the_same_rows_and_another_makes_others(seed: int) -> None:
    """The first rows stay the first, however many are made. Fault it was seen to catch: rows drawn
    from the system's own randomness."""
    first = [dump(row) for row in generate(seed, 30)]
    assert first == [dump(row) for row in generate(seed, 30)]
    assert first[:10] == [dump(row) for row in generate(seed, 10)]
    others = generate(seed + 1, 30)
    assert not {row.text for row in others} & {parse(line).text for line in first}


def test_rows_of_a_known_seed_stay_what_they_were() -> None:
    """The same in every process, so that a printed seed brings a failure back. Fault it was seen to
    catch: names drawn from a set, whose order is another in each process."""
    assert [row.id for row in generate(11, 2)] == ["g-11-0000", "g-11-0001"]
    assert generate(11, 1)[0].text == KNOWN


def test_every_row_keeps_the_format(rows: tuple[Labelled, ...]) -> None:
    """What is made is read back by the corpora's own reader."""
    assert [parse(dump(row)) for row in rows] == list(rows)
    assert len({row.id for row in rows}) == TEXTS


def test_every_perturbation_language_and_kind_occurs(rows: tuple[Labelled, ...]) -> None:
    """Fault it was seen to catch: a perturbation listed that no fact makes."""
    claims = [claim for row in rows for claim in row.claims]
    made = Counter(claim.why for claim in claims if not claim.supported)
    assert set(made) == {f"{rule}: {how}" for how, rule in PERTURBATIONS.items()}
    assert len(PERTURBATIONS) >= 10
    assert min(made.values()) >= 3
    pairs = {(row.source.language, row.language) for row in rows}
    assert pairs == {(home, tongue) for home in TONGUES for tongue in TONGUES}
    labels = Counter((claim.kind, claim.supported) for claim in claims)
    assert all(labels[kind, label] for kind in KINDS for label in (True, False))
    share = sum(claim.supported for claim in claims) / len(claims)
    assert 0.4 < share < 0.6


def test_a_true_quantity_is_the_sources_and_a_false_one_is_not(
    rows: tuple[Labelled, ...],
) -> None:
    """Derived again within two per cent. A limit turned round keeps its figure: it is false by
    its words. Fault it was seen to catch: litres counted as 100 ml; a label turned."""
    seen: Counter[str] = Counter()
    for row in rows:
        for claim in row.claims:
            agreed = agrees(claim, row)
            if agreed is None or claim.why == "qualifier: limit turned round":
                continue
            assert agreed == claim.supported, (row.id, claim)
            seen[claim.rule] += 1
    assert set(seen) == {"same", "translation", "conversion", "value", "unit", "attribute"}
    assert min(seen.values()) >= 3


def test_true_words_are_in_the_source_and_false_ones_are_not(rows: tuple[Labelled, ...]) -> None:
    """Where text and source share a language, words can be compared as they are. Fault it was
    seen to catch: an upgrade that is the same word as the material itself."""
    checked = 0
    worded = {"material upgraded", "seal replaced", "property invented", "maker replaced",
              "origin replaced", "repellent made proof"}  # fmt: skip
    for row in rows:
        if row.language != row.source.language:
            continue
        source = row.source
        held = [*source.attributes.values(), source.vendor or "", *source.description.split("; ")]
        for claim in row.claims:
            how = claim.why.partition(": ")[2]
            if claim.rule == "same" and claim.kind in {"material", "certification"}:
                assert any(value in claim.quote for value in held if value), (row.id, claim)
            elif how in worded:
                assert claim.quote not in held, (row.id, claim)
            elif how == "list widened":
                models = re.findall(r"[A-Z]\w+ \d+", claim.quote)
                listed = source.attributes[NAMES["fits"][row.language]].split(", ")  # type: ignore[index]  # one of TONGUES
                assert len(set(models) - set(listed)) == 1, (row.id, claim)
            else:
                continue
            checked += 1
    assert checked >= 50


def test_conversions_stay_within_the_tolerance_over_the_whole_range() -> None:
    """Rounding to what copy would print never makes a true claim false: checked for each figure
    that can be drawn. Fault it was seen to catch: rounding to whole ounces."""
    for key, measure in MEASURES.items():
        for value in range(measure.low, measure.high + 1, measure.step):
            for unit, factor in measure.others:
                exact = Decimal(value) * factor
                assert abs(rounded(exact) - exact) <= TOLERANCE * exact, (key, value, unit)
