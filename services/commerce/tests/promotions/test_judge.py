"""Promotions: what is taken, in which order, which rules stand together, and the trace."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from commerce.promotions.engine.judge import judge
from commerce.promotions.engine.model import (
    Basket,
    Bogo,
    DiscountClass,
    DiscountKind,
    Item,
    Reason,
    Result,
    Rule,
    Selection,
    Verdict,
)

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
PRODUCT, ORDER, SHIPPING = DiscountClass.PRODUCT, DiscountClass.ORDER, DiscountClass.SHIPPING
ANY = frozenset(DiscountClass)
LAMPS, SALE = UUID(int=101), UUID(int=102)


def items(
    *prices: int | tuple[int, int], groups: frozenset[UUID] = frozenset()
) -> tuple[Item, ...]:
    pairs = [price if isinstance(price, tuple) else (price, 1) for price in prices]
    return tuple(
        Item(UUID(int=n), UUID(int=1000 + n), UUID(int=2000 + n), price, quantity, groups)
        for n, (price, quantity) in enumerate(pairs, start=1)
    )


def basket(*prices: int | tuple[int, int], shipping: int = 0, codes: str = "") -> Basket:
    return Basket(items(*prices), "EUR", AT, shipping, frozenset(codes.casefold().split()))


def rule(
    number: int, kind: DiscountKind = DiscountKind.PERCENTAGE, target: DiscountClass = ORDER
) -> Rule:
    return Rule(UUID(int=number), f"rule {number}", kind, target, combines_with=ANY)


def percent(number: int, ppm: int, target: DiscountClass = ORDER) -> Rule:
    return replace(rule(number, DiscountKind.PERCENTAGE, target), value=ppm)


def fixed(number: int, amount: int, target: DiscountClass = ORDER) -> Rule:
    return replace(rule(number, DiscountKind.FIXED, target), value=amount)


def offer(number: int, buy: int, get: int, ppm: int = 1_000_000, times: int | None = None) -> Rule:
    bogo = Bogo(buy, get, ppm, times=times)
    return replace(rule(number, DiscountKind.BOGO, PRODUCT), bogo=bogo)


def told(result: Result, number: int) -> Verdict:
    return next(verdict for verdict in result.trace if verdict.rule_id == UUID(int=number))


# ── the order of application ─────────────────────────────────────────────────────────────────


def test_order_promotions_are_taken_from_what_item_promotions_left() -> None:
    """R4.1. 20 % off the lamp, then 10 % off the order: of 80 + 50, not of 100 + 50 (saleor#17453
    took it from the undiscounted total and gave orders away)."""
    lamp = replace(
        percent(1, 200_000, PRODUCT), selection=Selection(products=frozenset({UUID(int=1001)}))
    )
    result = judge([percent(2, 100_000), lamp], basket(10_000, 5_000))
    assert told(result, 1).amount == 2_000
    assert told(result, 2).amount == 1_300
    assert result.lines == (2_000 + 800, 500)


def test_offers_come_after_item_promotions_and_before_the_order_s() -> None:
    """R4.1. The gift is worth what an item promotion left of it, and the order's percentage is
    taken from what is still to pay."""
    half = percent(1, 500_000, PRODUCT)
    result = judge([half, offer(2, 1, 1), percent(3, 100_000)], basket((1_000, 2)))
    assert [told(result, n).amount for n in (1, 2, 3)] == [1_000, 500, 50]


def test_shipping_promotions_come_last_and_only_take_shipping() -> None:
    """R4.1, R4.2."""
    free = rule(1, DiscountKind.FREE_SHIPPING, SHIPPING)
    result = judge([free, fixed(2, 300)], basket(1_000, shipping=490))
    assert (result.shipping, result.items, result.total) == (490, 300, 790)


def test_free_shipping_may_be_capped() -> None:
    """R4.2."""
    free = replace(rule(1, DiscountKind.FREE_SHIPPING, SHIPPING), value=500)
    assert judge([free], basket(1_000, shipping=1_900)).shipping == 500


# ── kinds ────────────────────────────────────────────────────────────────────────────────────


def test_fixed_amounts_come_off_each_unit_or_once() -> None:
    """R4.2."""
    once = fixed(1, 300, PRODUCT)
    each = replace(once, each=True)
    assert judge([once], basket((1_000, 3))).lines == (300,)
    assert judge([each], basket((1_000, 3))).lines == (900,)


def test_an_amount_over_several_lines_is_allocated_without_a_cent_lost() -> None:
    """R1.4, R4.2."""
    result = judge([fixed(1, 1_000)], basket(999, 999, 999))
    assert result.lines == (334, 333, 333)


def test_nothing_falls_below_zero() -> None:
    """R4.7 (medusa#12226: a hundred percent gave less than nothing)."""
    result = judge([fixed(1, 99_999), percent(2, 1_000_000)], basket(999, 1, shipping=10))
    assert result.lines == (999, 1)
    assert result.shipping == 0
    assert told(result, 2).reason is Reason.NOTHING_LEFT


# ── buy X, get Y ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("prices", "buy", "get", "saved"),
    [
        ((30, 20, 10), 1, 1, 10),
        ((10, 30, 20), 1, 1, 10),  # whatever the cart's order
        ((40, 30, 20, 10), 1, 1, 30),  # 40 buys 10, then 30 buys 20: the cheapest remaining
        ((50, 40, 30, 20, 10), 2, 1, 10),  # 50 and 40 buy 10; 30 and 20 have nothing left
        ((60, 50, 40, 30, 20, 10), 2, 2, 30),  # 60, 50 buy 10, 20; 40, 30 have nothing left
        (((100, 5), 70), 2, 1, 170),  # 100, 100 buy 70; 100, 100 buy 100
        (((100, 5),), 2, 1, 100),
        (((100, 7),), 2, 2, 300),
        (((100, 3),), 3, 1, 0),
    ],
)
def test_offers_of_the_rules(
    prices: tuple[int | tuple[int, int], ...], buy: int, get: int, saved: int
) -> None:
    """R4.4. B1G1 on 30, 20, 10 gives 10; B2G1 on five equal ones gives one."""
    assert judge([offer(1, buy, get)], basket(*prices)).items == saved


@pytest.mark.parametrize("count", range(1, 30))
@pytest.mark.parametrize(("buy", "get"), [(1, 1), (2, 1), (2, 2), (3, 2), (1, 3)])
def test_equal_units_follow_the_formula(count: int, buy: int, get: int) -> None:
    """R4.4. n of one price: floor(n/(b+g))*g + max(0, n mod (b+g) - b)."""
    free = count // (buy + get) * get + max(0, count % (buy + get) - buy)
    assert judge([offer(1, buy, get)], basket((100, count))).items == free * 100


@pytest.mark.parametrize(("times", "saved"), [(1, 10), (2, 30), (3, 60), (4, 60), (None, 60)])
def test_an_offer_repeats_to_its_limit(times: int | None, saved: int) -> None:
    """R4.4. Six units, one for one: each time the cheapest that is left."""
    assert judge([offer(1, 1, 1, times=times)], basket(60, 50, 40, 30, 20, 10)).items == saved


def test_a_unit_plays_one_part_over_all_offers() -> None:
    """R4.4 (medusa#11258: several offers at once). Four units: the first offer uses two, so the
    second has two, and not the same again."""
    result = judge([offer(1, 1, 1, times=1), offer(2, 1, 1)], basket(40, 30, 20, 10))
    assert told(result, 1).amount == 10
    assert told(result, 2).amount == 20


def test_without_what_was_bought_there_is_no_gift() -> None:
    """R4.4. The gift is judged anew at each change of the cart."""
    mugs = Selection(products=frozenset({UUID(int=1002)}))
    gift = replace(
        offer(1, 1, 1),
        selection=Selection(products=frozenset({UUID(int=1001)})),
        bogo=Bogo(1, 1, 1_000_000, gets=mugs),
    )
    assert judge([gift], basket(5_000, 900)).lines == (0, 900)
    alone = replace(basket(900), items=basket(5_000, 900).items[1:])
    result = judge([gift], alone)
    assert result.items == 0
    assert told(result, 1).reason is Reason.NO_MATCHING_ITEMS


def test_a_part_of_the_price_may_be_given() -> None:
    """R4.2. The second at half price."""
    assert judge([offer(1, 1, 1, ppm=500_000)], basket((999, 2))).items == 500


# ── conditions, each with its reason in the trace ────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changed", "reason", "facts"),
    [
        ({"active": False}, Reason.NOT_ACTIVE, {}),
        (
            {"starts_at": AT + timedelta(seconds=1)},
            Reason.NOT_STARTED,
            {"starts_at": "2026-11-21T12:00:01+00:00"},
        ),
        ({"ends_at": AT}, Reason.ENDED, {"ended_at": "2026-11-21T12:00:00+00:00"}),
        ({"code": "SUMMER"}, Reason.CODE_NOT_GIVEN, {}),
        ({"usage_limit": 5, "used": 5}, Reason.USED_UP, {"limit": 5}),
        (
            {"minimum_subtotal": 5_000},
            Reason.BELOW_MINIMUM_SUBTOTAL,
            {"minimum": 5_000, "have": 3_000},
        ),
        ({"minimum_quantity": 4}, Reason.BELOW_MINIMUM_QUANTITY, {"minimum": 4, "have": 3}),
        ({"currency": "USD"}, Reason.OTHER_CURRENCY, {"currency": "USD"}),
        ({"segments": frozenset({SALE})}, Reason.NEEDS_CUSTOMER, {}),
        ({"selection": Selection(groups=frozenset({LAMPS}))}, Reason.NO_MATCHING_ITEMS, {}),
    ],
)
def test_each_condition_says_why_it_failed(
    changed: dict[str, object], reason: Reason, facts: dict[str, object]
) -> None:
    """R4.2, R4.3."""
    judged = judge([replace(percent(1, 100_000), **changed)], basket((1_000, 3)))  # type: ignore[arg-type]  # fields by name
    verdict = told(judged, 1)
    assert (verdict.applied, verdict.amount, verdict.reason) == (False, 0, reason)
    assert dict(verdict.facts) == facts
    assert judged.total == 0


def test_a_limit_per_customer_is_judged_once_the_customer_is_known() -> None:
    """R4.2."""
    once = replace(percent(1, 100_000), customer_limit=1, used_by_customer=1)
    nobody = basket(1_000)
    assert judge([once], nobody).total == 100
    verdict = told(judge([once], replace(nobody, customer_known=True)), 1)
    assert verdict.reason is Reason.USED_BY_CUSTOMER


def test_excluded_products_and_gift_cards_are_never_reduced() -> None:
    """R4.2, R4.6."""
    lamp, card, mug = items(10_000, 5_000, 1_000)
    card = replace(card, discountable=False)
    bag = Basket((lamp, card, mug), "EUR", AT)
    without = Selection(excluded_products=frozenset({lamp.product_id}))
    result = judge([replace(percent(1, 500_000), selection=without)], bag)
    assert result.lines == (0, 0, 500)
    assert judge([offer(1, 1, 1)], replace(bag, items=(lamp, card))).items == 0


def test_codes_are_compared_without_case_and_unknown_ones_are_named() -> None:
    """R4.2, R4.3."""
    summer = replace(percent(1, 100_000), code="Summer")
    result = judge([summer], basket(1_000, codes="SUMMER winter"))
    assert told(result, 1).applied
    assert result.unknown_codes == ("winter",)


# ── which rules stand together ───────────────────────────────────────────────────────────────


def test_the_better_of_two_that_do_not_combine_wins_and_the_other_says_to_whom() -> None:
    """R4.2, R4.3 (vendure#3585)."""
    small = replace(percent(1, 100_000), combines_with=frozenset())
    large = replace(percent(2, 200_000), combines_with=frozenset(), code="BIG")
    result = judge([small, large], basket(1_000, codes="big"))
    assert result.total == 200
    lost = told(result, 1)
    assert lost.reason is Reason.DOES_NOT_COMBINE
    assert dict(lost.facts) == {"rule": str(UUID(int=2)), "name": "BIG"}


def test_priority_beats_savings() -> None:
    """R4.2."""
    first = replace(percent(1, 100_000), combines_with=frozenset(), priority=5)
    richer = replace(percent(2, 900_000), combines_with=frozenset())
    assert judge([first, richer], basket(1_000)).total == 100


def test_an_exclusive_rule_stands_alone() -> None:
    """R4.2: with its name in the others' trace ("exclusive with SUMMER")."""
    summer = replace(percent(1, 300_000), exclusive=True, code="SUMMER")
    result = judge([summer, percent(2, 100_000)], basket(1_000, codes="summer"))
    assert result.total == 300
    assert told(result, 2).reason is Reason.EXCLUSIVE_WITH
    assert told(result, 2).facts["name"] == "SUMMER"


def test_of_a_group_one_applies() -> None:
    """R4.2."""
    one = replace(percent(1, 100_000), exclusive_group="season")
    two = replace(percent(2, 50_000), exclusive_group="season")
    three = percent(3, 100_000)
    result = judge([one, two, three], basket(1_000))
    assert {v.rule_id.int for v in result.applied} == {1, 3}


def test_among_equals_the_set_that_saves_most_wins_not_the_best_single_rule() -> None:
    """R4.2. 40 alone, against 30 + 30 together."""
    alone = replace(fixed(1, 40), combines_with=frozenset())
    two, three = fixed(2, 30), fixed(3, 30)
    result = judge([alone, two, three], basket(1_000))
    assert result.total == 60
    assert told(result, 1).reason is Reason.DOES_NOT_COMBINE


def test_combining_needs_both_sides() -> None:
    """R4.2."""
    product = replace(fixed(1, 50, PRODUCT), combines_with=frozenset({ORDER}))
    order = replace(fixed(2, 60), combines_with=frozenset())
    assert judge([product, order], basket(1_000)).total == 60
    both = replace(order, combines_with=frozenset({PRODUCT}))
    assert judge([product, both], basket(1_000)).total == 110


def test_a_rule_that_takes_nothing_shuts_nobody_out() -> None:
    """R4.3. Free shipping where nothing is shipped must not forbid the ten percent."""
    idle = replace(rule(1, DiscountKind.FREE_SHIPPING, SHIPPING), exclusive=True, priority=9)
    result = judge([idle, percent(2, 100_000)], basket(1_000))
    assert result.total == 100
    assert not told(result, 1).applied


def test_every_rule_is_in_the_trace_once() -> None:
    """R4.3."""
    rules = [percent(n, 10_000 * n) for n in range(1, 30)]
    result = judge(rules, basket(1_000, 500))
    assert sorted(v.rule_id.int for v in result.trace) == list(range(1, 30))
    assert sum(v.amount for v in result.trace) == result.total
