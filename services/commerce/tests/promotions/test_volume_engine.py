"""Quantity breaks in the place of item promotions (R4.1), for every basket and every table."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from commerce.promotions.engine.judge import judge
from commerce.promotions.engine.model import (
    Basket,
    Counting,
    DiscountClass,
    DiscountKind,
    Item,
    Reason,
    Result,
    Rule,
    Selection,
    Tier,
    Volume,
)
from commerce.promotions.engine.volume import unit_price

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def rule(number: int, *tiers: Tier, counting: Counting = Counting.LINE, **fields: object) -> Rule:
    return Rule(
        id=UUID(int=number),
        name=f"Volume {number}",
        kind=DiscountKind.VOLUME,
        target=DiscountClass.PRODUCT,
        volume=Volume(tiers, counting),
        **fields,  # type: ignore[arg-type]  # a test's shorthand
    )


def item(number: int, price: int, quantity: int, product: int | None = None) -> Item:
    return Item(
        UUID(int=number), UUID(int=product or 100 + number), UUID(int=200 + number), price, quantity
    )


def judged(rules: list[Rule], *items: Item) -> Result:
    return judge(rules, Basket(items=items, currency="EUR", at=AT))


TEN_TWENTY = (Tier(3, percent_ppm=100_000), Tier(10, percent_ppm=200_000))
PLAIN = rule(1, *TEN_TWENTY)


def test_a_break_is_reached_by_units_of_a_line() -> None:
    """R4.1: below the first break the trace says how many are missing."""
    below = judged([PLAIN], item(1, 1000, 2))
    assert below.items == 0
    verdict = below.trace[0]
    assert (verdict.reason, dict(verdict.facts)) == (Reason.BUY_MORE, {"minimum": 3, "have": 2})
    assert judged([PLAIN], item(1, 1000, 3)).lines == (300,)
    assert judged([PLAIN], item(1, 1000, 10)).lines == (2000,)


def test_a_price_of_a_unit_is_rounded_once_and_holds_for_each() -> None:
    """R1.3: 333 less 10 % is 300 apiece, so seven are 2100."""
    assert judged([PLAIN], item(1, 333, 7)).lines == (7 * 33,)


def test_units_may_count_by_product_or_together() -> None:
    """Two variants of a product reach a break together where the merchant says so."""
    pair = (item(1, 1000, 2, product=7), item(2, 1000, 1, product=7), item(3, 500, 1))
    assert judged([rule(1, *TEN_TWENTY, counting=Counting.LINE)], *pair).items == 0
    by_product = judged([rule(1, *TEN_TWENTY, counting=Counting.PRODUCT)], *pair)
    assert by_product.lines == (200, 100, 0)
    together = judged([rule(1, *TEN_TWENTY, counting=Counting.SELECTION)], *pair)
    assert together.lines == (200, 100, 50)


def test_a_fixed_price_never_makes_a_sale_price_dearer() -> None:
    """What is on sale below the break's price keeps its price."""
    fixed = rule(1, Tier(2, price=900), Tier(5, price=800))
    assert judged([fixed], item(1, 1000, 2)).lines == (200,)
    assert judged([fixed], item(1, 850, 2)).lines == (0,)
    assert judged([fixed], item(1, 850, 5)).lines == (250,)


def test_of_two_tables_a_line_has_the_better_one_and_the_trace_says_so() -> None:
    """R4.3: the other is told as lost, with who won."""
    better = rule(2, Tier(3, percent_ppm=150_000))
    result = judged([PLAIN, better], item(1, 1000, 3))
    assert result.lines == (450,)
    by_id = {verdict.rule_id: verdict for verdict in result.trace}
    lost = by_id[PLAIN.id]
    assert (lost.applied, lost.reason) == (False, Reason.BETTER_PRICE)
    assert lost.facts["name"] == "Volume 2"
    higher = rule(3, Tier(3, percent_ppm=10_000), priority=5)
    assert judged([better, higher], item(1, 1000, 3)).lines == (30,)


def test_tables_of_different_products_apply_side_by_side() -> None:
    """Volume prices shut each other out by line only."""
    one = rule(1, *TEN_TWENTY, selection=Selection(products=frozenset({UUID(int=101)})))
    two = rule(2, *TEN_TWENTY, selection=Selection(products=frozenset({UUID(int=102)})))
    result = judged([one, two], item(1, 1000, 3), item(2, 1000, 3))
    assert result.lines == (300, 300)
    assert len(result.applied) == 2


def test_they_combine_with_discounts_as_discounts_do() -> None:
    """R4.2, R4.1: exclusive and combinability hold; then the discount takes of the reduced line."""
    percent = Rule(
        id=UUID(int=9),
        name="Ten",
        kind=DiscountKind.PERCENTAGE,
        target=DiscountClass.ORDER,
        value=100_000,
        combines_with=frozenset({DiscountClass.PRODUCT}),
    )
    alone = judged([PLAIN, percent], item(1, 1000, 3))
    assert alone.items == 300
    assert {v.reason for v in alone.trace if not v.applied} == {Reason.DOES_NOT_COMBINE}
    friendly = rule(1, *TEN_TWENTY, combines_with=frozenset({DiscountClass.ORDER}))
    assert judged([friendly, percent], item(1, 1000, 3)).items == 300 + 270
    loner = rule(1, *TEN_TWENTY, combines_with=frozenset({DiscountClass.ORDER}), exclusive=True)
    assert judged([loner, percent], item(1, 1000, 3)).items == 300


def test_gift_cards_have_no_volume_price() -> None:
    """R4.6: undiscountable."""
    card = Item(UUID(int=1), UUID(int=101), UUID(int=201), 1000, 5, discountable=False)
    assert judged([PLAIN], card).items == 0


_percents = st.lists(
    st.tuples(st.integers(2, 60), st.integers(1, 1_000_000)), min_size=1, max_size=5
).map(lambda rows: tuple(Tier(n, percent_ppm=p) for n, p in sorted(dict(rows).items())))
_prices = st.lists(
    st.tuples(st.integers(2, 60), st.integers(0, 20_000)), min_size=1, max_size=5
).map(lambda rows: tuple(Tier(n, price=p) for n, p in sorted(dict(rows).items())))
_tables = st.one_of(_percents, _prices)
_baskets = st.lists(
    st.tuples(st.integers(0, 20_000), st.integers(1, 80)), min_size=1, max_size=6
).map(lambda rows: tuple(item(n, price, count) for n, (price, count) in enumerate(rows, 1)))


@given(_tables, st.integers(0, 20_000), st.integers(1, 79))
def test_more_units_never_cost_more_apiece(table: tuple[Tier, ...], price: int, n: int) -> None:
    """Monotone, whatever the order of the discounts in the table."""
    volume = Volume(table)
    here, more = unit_price(volume, price, n), unit_price(volume, price, n + 1)
    assert 0 <= more <= here <= price


@given(st.lists(_tables, min_size=1, max_size=4), _baskets, st.sampled_from(list(Counting)))
def test_savings_are_exact_and_bounded(
    tables: list[tuple[Tier, ...]], items: tuple[Item, ...], counting: Counting
) -> None:
    """What the trace says is what the lines save; no line goes below zero; a unit price holds."""
    rules = [rule(n, *table, counting=counting) for n, table in enumerate(tables, 1)]
    result = judge(rules, Basket(items=items, currency="EUR", at=AT))
    assert sum(verdict.amount for verdict in result.trace) == result.items
    for line, saved in zip(items, result.lines, strict=True):
        assert 0 <= saved <= line.unit_price * line.quantity
        assert saved % line.quantity == 0
