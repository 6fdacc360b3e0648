"""The sums of partners, by hand and by nature; and who is the same person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.partners import terms
from ecomm_core.money import PPM, divide_rounding


@pytest.mark.parametrize(
    ("paid", "refunded", "total", "tax", "ppm", "expected"),
    [
        (4_900, 0, 4_900, 0, 200_000, 980),
        # 19 % on top of 49.00: the tax earns nothing.
        (5_831, 0, 5_831, 931, 200_000, 980),
        # 20.00 of it were credit: 29.00 came in.
        (2_900, 0, 4_900, 0, 200_000, 580),
        # Half given back.
        (5_831, 2_916, 5_831, 931, 200_000, 490),
        (4_900, 4_900, 4_900, 0, 300_000, 0),
        # 2.5 is 3, and 2.4 is 2: halves go up, once.
        (10, 0, 10, 0, 250_000, 3),
        (8, 0, 8, 0, 300_000, 2),
        (0, 0, 0, 0, 200_000, 0),
    ],
)
def test_a_commission_by_hand(
    paid: int, refunded: int, total: int, tax: int, ppm: int, expected: int
) -> None:
    found = terms.commission(paid=paid, refunded=refunded, total=total, tax=tax, ppm=ppm)
    assert found == expected


def test_the_examples_tell_naive_sums_apart() -> None:
    """Three sums that look right: of the total, of what was paid with its tax, of the rounded net.
    Each is found out by an example."""
    bill = {"paid": 5_831, "refunded": 0, "total": 5_831, "tax": 931}
    right = terms.commission(**bill, ppm=200_000)
    with_tax = 5_831 * 200_000 // PPM
    assert with_tax != right
    credited = {"paid": 2_900, "refunded": 0, "total": 4_900, "tax": 0}
    of_total = 4_900 * 200_000 // PPM
    assert of_total != terms.commission(**credited, ppm=200_000)
    odd = {"paid": 11, "refunded": 0, "total": 20, "tax": 10}
    twice = divide_rounding(terms.net(**odd) * 250_000, PPM)
    assert twice != terms.commission(**odd, ppm=250_000)


@given(
    total=st.integers(1, 10**9),
    tax_ppm=st.integers(0, 300_000),
    data=st.data(),
    ppm=st.sampled_from([tier.ppm for tier in terms.TIERS]),
)
def test_a_commission_by_nature(total: int, tax_ppm: int, data: st.DataObject, ppm: int) -> None:
    """Never more than the rate of the net, never less after a smaller refund, nothing once all went
    back."""
    tax = total * tax_ppm // (PPM + tax_ppm)
    paid = data.draw(st.integers(0, total))
    first = data.draw(st.integers(0, paid))
    more = data.draw(st.integers(first, paid))

    def of(refunded: int) -> int:
        return terms.commission(paid=paid, refunded=refunded, total=total, tax=tax, ppm=ppm)

    assert of(0) * PPM <= (total - tax) * ppm + PPM // 2
    assert of(0) >= of(first) >= of(more) >= of(paid) == 0


def test_tiers_begin_where_they_say() -> None:
    assert [terms.rate_ppm(n) for n in (1, 9, 10, 24, 25, 400)] == [
        200_000, 200_000, 250_000, 250_000, 300_000, 300_000,
    ]  # fmt: skip
    above = [terms.next_tier(n) for n in (0, 10, 25)]
    assert [tier.businesses if tier else None for tier in above] == [10, 25, None]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ada@example.com", "Ada@Example.com ", True),
        ("ada+shop@example.com", "ada@example.com", True),
        ("a.d.a@gmail.com", "ada@googlemail.com", True),
        ("a.da+x@gmail.com", "ada@gmail.com", True),
        ("a.da@example.com", "ada@example.com", False),
        ("ada@example.com", "ada@example.org", False),
    ],
)
def test_a_mailbox_has_many_names(one: str, other: str, *, same: bool) -> None:
    assert terms.share_a_mailbox([one], ["x@example.net", other]) is same


def test_a_partner_learns_a_first_name_and_a_letter() -> None:
    names = ["Ada Lovelace", "Ada King Lovelace", "Ada", " ", "x" * 90]
    assert [terms.short_name(name) for name in names] == ["Ada L.", "Ada L.", "Ada", "", "x" * 40]
