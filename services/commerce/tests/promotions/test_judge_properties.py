"""What holds for every basket and every set of rules."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from commerce.promotions.engine.judge import judge
from commerce.promotions.engine.model import (
    Basket,
    Bogo,
    Counting,
    DiscountClass,
    DiscountKind,
    Item,
    Rule,
    Selection,
    Tier,
    Volume,
)

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)

_items = st.lists(
    st.tuples(st.integers(0, 50_000), st.integers(1, 6), st.booleans()), min_size=1, max_size=6
).map(
    lambda rows: tuple(
        Item(
            UUID(int=n),
            UUID(int=100 + n),
            UUID(int=200 + n),
            price,
            count,
            discountable=discountable,
        )
        for n, (price, count, discountable) in enumerate(rows, start=1)
    )
)
_selections = st.sets(st.integers(101, 106), max_size=2).map(
    lambda ids: Selection(products=frozenset(UUID(int=n) for n in ids))
)


@st.composite
def _rules(draw: st.DrawFn) -> list[Rule]:
    rules = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        kind = draw(st.sampled_from(list(DiscountKind)))
        target = {
            DiscountKind.BOGO: DiscountClass.PRODUCT,
            DiscountKind.VOLUME: DiscountClass.PRODUCT,
            DiscountKind.FREE_SHIPPING: DiscountClass.SHIPPING,
        }.get(kind) or draw(st.sampled_from([DiscountClass.PRODUCT, DiscountClass.ORDER]))
        rules.append(
            Rule(
                id=UUID(int=number),
                name=str(number),
                kind=kind,
                target=target,
                value=draw(st.integers(0, 1_000_000)),
                each=draw(st.booleans()),
                selection=draw(_selections),
                bogo=Bogo(
                    draw(st.integers(1, 3)),
                    draw(st.integers(1, 3)),
                    draw(st.integers(0, 1_000_000)),
                    gets=draw(_selections),
                )
                if kind is DiscountKind.BOGO
                else None,
                volume=Volume(
                    (Tier(draw(st.integers(2, 4)), percent_ppm=draw(st.integers(1, 1_000_000))),),
                    draw(st.sampled_from(list(Counting))),
                )
                if kind is DiscountKind.VOLUME
                else None,
                priority=draw(st.integers(0, 1)),
                exclusive=draw(st.booleans()) and draw(st.booleans()),
                exclusive_group=draw(st.sampled_from([None, None, "a"])),
                combines_with=frozenset(draw(st.sets(st.sampled_from(list(DiscountClass))))),
            )
        )
    return rules


@given(items=_items, rules=_rules(), shipping=st.integers(0, 5_000))
def test_savings_stay_within_what_is_bought_and_the_trace_adds_up(
    items: tuple[Item, ...], rules: list[Rule], shipping: int
) -> None:
    """R4.3, R4.7."""
    result = judge(rules, Basket(items, "EUR", AT, shipping))
    for item, saved in zip(items, result.lines, strict=True):
        assert 0 <= saved <= item.unit_price * item.quantity
        assert item.discountable or saved == 0
    assert 0 <= result.shipping <= shipping
    assert sum(verdict.amount for verdict in result.trace) == result.total
    assert all((verdict.reason is None) == (verdict.amount > 0) for verdict in result.trace)
    assert len(result.trace) == len(rules)


@given(items=_items, rules=_rules())
def test_the_order_in_which_rules_are_read_changes_nothing(
    items: tuple[Item, ...], rules: list[Rule]
) -> None:
    """R4.3."""
    basket = Basket(items, "EUR", AT, 500)
    assert judge(rules, basket) == judge(list(reversed(rules)), basket)
