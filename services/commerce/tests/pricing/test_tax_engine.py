"""Tax: which rates apply, how it is taken, and that no cent is lost between lines and order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.catalog.schemas import TaxClass
from commerce.pricing.taxes.computing import Rounding, Taxable, tax_parts
from commerce.pricing.taxes.matching import Place, Rate, applying

GERMANY = Rate("MwSt.", 190_000, "DE")
REDUCED = Rate("MwSt. ermäßigt", 70_000, "DE", tax_class=TaxClass.REDUCED)
CALIFORNIA = Rate("State tax", 72_500, "US", "CA")
BEVERLY = Rate("State tax", 95_000, "US", "CA", "902*")
CITY = Rate("City tax", 10_000, "US", "CA", "90210", slot=2)
RATES = [GERMANY, REDUCED, CALIFORNIA, BEVERLY, CITY]


@pytest.mark.parametrize(
    ("place", "tax_class", "found"),
    [
        (Place("DE"), TaxClass.STANDARD, (GERMANY,)),
        (Place("DE"), TaxClass.REDUCED, (REDUCED,)),
        (Place("DE"), TaxClass.ZERO, ()),
        (Place("DE"), TaxClass.EXEMPT, ()),
        (Place("FR"), TaxClass.STANDARD, ()),
        (Place("US", "NY", "90210"), TaxClass.STANDARD, ()),
        (Place("US", "CA", "94016"), TaxClass.STANDARD, (CALIFORNIA,)),
        (Place("US", "ca", "902 11"), TaxClass.STANDARD, (BEVERLY,)),
        (Place("US", "CA", "90210"), TaxClass.STANDARD, (BEVERLY, CITY)),
        (Place("US", "CA", "90210"), TaxClass.REDUCED, (BEVERLY, CITY)),
    ],
)
def test_the_most_specific_rate_of_each_slot_applies(
    place: Place, tax_class: TaxClass, found: tuple[Rate, ...]
) -> None:
    """R2.1: country, state, postcode; several stack; a class without a rate is standard."""
    assert applying(RATES, place, tax_class) == found


def test_a_postcode_pattern_is_no_regular_expression() -> None:
    """R2.1. Signs that mean something to a machine mean themselves."""
    odd = Rate("Odd", 10_000, "GB", postal_pattern="S.1(A")
    assert not applying([odd], Place("GB", postal_code="SW1A"), TaxClass.STANDARD)
    assert applying([odd], Place("GB", postal_code="s.1(a"), TaxClass.STANDARD) == (odd,)


def test_a_zero_rate_that_is_more_specific_switches_tax_off() -> None:
    """R2.1: the Canary Islands have no Spanish VAT."""
    spain = Rate("IVA", 210_000, "ES")
    canaries = Rate("IVA", 0, "ES", postal_pattern="35*")
    place = Place("ES", postal_code="35001")
    assert applying([spain, canaries], place, TaxClass.STANDARD) == ()


def rate(ppm: int, name: str = "Tax", slot: int = 1) -> Rate:
    return Rate(name, ppm, "XX", slot=slot)


@pytest.mark.parametrize(
    ("amount", "ppm", "inclusive", "tax"),
    [(999, 200_000, True, 167), (2499, 107_500, False, 269), (0, 200_000, True, 0)],
)
def test_the_examples_of_the_rules(amount: int, ppm: int, inclusive: bool, tax: int) -> None:
    """R2.2."""
    (part,) = tax_parts([Taxable(amount, (rate(ppm),))], inclusive=inclusive)
    assert part.tax == tax
    assert part.gross == part.net + part.tax


def test_rounding_by_order_is_once_per_rate_and_given_back_to_lines() -> None:
    """R2.2 (vendure#4474). Three lines of 0.33 at 10 %: 9 cents by line, 10 by order."""
    parts = [Taxable(33, (rate(100_000),))] * 3
    assert [p.tax for p in tax_parts(parts, inclusive=False)] == [3, 3, 3]
    by_order = tax_parts(parts, inclusive=False, rounding=Rounding.ORDER)
    assert [p.tax for p in by_order] == [4, 3, 3]


def test_stacked_rates_are_taken_together_and_shared() -> None:
    """R2.1, R1.3. Extracting one after the other would round twice."""
    state, city = rate(72_500, "State"), rate(10_000, "City", 2)
    (part,) = tax_parts([Taxable(10_825, (state, city))], inclusive=True)
    assert (part.net, part.tax) == (10_000, 825)
    assert [(share.rate.name, share.amount) for share in part.shares] == [
        ("State", 725),
        ("City", 100),
    ]


_RATES = [rate(190_000, "A"), rate(72_500, "B"), rate(10_000, "C", 2), rate(1, "D", 3)]
_parts = st.lists(
    st.tuples(
        st.integers(0, 10**9), st.lists(st.sampled_from(_RATES), unique=True, max_size=3)
    ).map(lambda pair: Taxable(pair[0], tuple(pair[1]))),
    max_size=8,
)


@given(parts=_parts, inclusive=st.booleans(), rounding=st.sampled_from(Rounding))
def test_every_part_adds_up(parts: list[Taxable], inclusive: bool, rounding: Rounding) -> None:
    """R2.3: gross = net + tax, in every mode; the shares are the tax; the shown amount stands."""
    for part, taxed in zip(
        parts, tax_parts(parts, inclusive=inclusive, rounding=rounding), strict=True
    ):
        assert taxed.gross == taxed.net + taxed.tax
        assert part.amount == (taxed.gross if inclusive else taxed.net)
        assert sum(share.amount for share in taxed.shares) == taxed.tax
        assert min(taxed.net, taxed.tax) >= 0


@given(parts=_parts, inclusive=st.booleans())
def test_rounding_by_order_is_off_by_at_most_half_a_unit_per_rate(
    parts: list[Taxable], inclusive: bool
) -> None:
    """R2.2."""
    taxed = tax_parts(parts, inclusive=inclusive, rounding=Rounding.ORDER)
    for one in _RATES:
        exact = sum(
            part.amount * one.ppm / (1_000_000 + (part.ppm if inclusive else 0))
            for part in parts
            if one in part.rates
        )
        told = sum(share.amount for part in taxed for share in part.shares if share.rate == one)
        assert abs(told - exact) <= 0.5 + 1e-4
