"""What was really earned with each line of an order, to the cent."""

from collections.abc import Callable
from fractions import Fraction

from commerce.reads.line_profit import profit_rows
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.profit import Bought, Fees, SoldLine, line_profits
from ecomm_core.ids import new_id

from .buying import GRACE, MINUTE, Buying

Shift = Callable[[float], None]


async def test_the_profit_of_each_line_equals_a_calculation_by_hand(
    buying: Buying, shift_clock: Shift
) -> None:
    """R10.6: a store in EUR, a supplier in USD at 1.25 dollars for a euro.

    Line 1: 2 at 24.99 with 19 % inside = 49.98 gross, net 42.00. Line 2: 1 at 10.00, net 8.40.
    Bought for 20.00 and 5.00 dollars, 7.50 shipping (by goods: 6.00 and 1.50), duty 1.01 (0.81 and
    0.20). In euros: cost 16.00 and 4.00; shipping 4.80 and 1.20; duty 0.65 (0.648) and 0.16.
    Fees by the store's figure, 2 % of 64.88 + 0.30 = 1.60, over 42.00 and 8.40: 1.33 and 0.27.
    One unit of line 1 goes back, net 21.00; the supplier gives 10.00 dollars back = 8.00, over what
    the lines cost (26.81 and 6.70 dollars): 8.00 and 2.00 dollars, 6.40 and 1.60 euros.
    Line 1: 42.00 - 16.00 - 4.80 - 0.65 - 1.33 - 21.00 + 6.40 = 4.62.
    Line 2: 8.40 - 4.00 - 1.20 - 0.16 - 0.27 + 1.60 = 4.37.
    Planted: shipping counted whole on each line, or the rate applied twice, misses by euros.
    """
    await buying.rate("USD", 1_250_000)
    account = await buying.account(currency="USD")
    account.supplier.shipping, account.supplier.duty = 750, 101
    lines = []
    for price, cost, count in ((2499, 1000, 2), (1000, 500, 1)):
        variant = await buying.shop.variant(stock=10, price=price)
        await buying.map(variant, account, await buying.offer(account, cost=cost, currency="USD"))
        lines.append((variant, count))
    await buying.fee(rate_ppm=20_000, fixed=30)
    order = await buying.sold(*lines)
    shift_clock(GRACE)
    await buying.work()
    [item, _] = await buying.shop.rows("select id from order_items order by position")
    refund = await buying.shop.store.merchant.post(
        f"{buying.shop.store.path}/orders/{order}/refunds",
        json={"lines": [{"item_id": str(item["id"]), "quantity": 1}], "reason": "customer"},
    )
    assert refund.status_code == 201, refund.text
    await buying.shop.run()
    account.supplier.change("S-1", refunded=1000)
    shift_clock(GRACE + 61 * MINUTE)
    await buying.work()
    async with buying.shop.transaction() as session:
        rows = await profit_rows(session, buying.shop.store.id, order)
    assert rows is not None
    (first, second), fees = purchasing.profit_of(rows)
    assert (fees.told, fees.estimated) == (0, 160)
    assert (
        first.revenue, first.cost, first.shipping, first.duty, first.fees, first.refunds,
        first.supplier_refunds, first.profit,
    ) == (4200, 1600, 480, 65, 133, 2100, 640, 462)  # fmt: skip
    assert (
        second.revenue, second.cost, second.shipping, second.duty, second.fees, second.refunds,
        second.supplier_refunds, second.profit,
    ) == (840, 400, 120, 16, 27, 0, 160, 437)  # fmt: skip
    assert first.rates == (("USD", Fraction(4, 5)),)
    assert all(line.booked and line.cost_known for line in (first, second))
    # Planned were 3.00 of shipping a unit: 26.00 and 8.00 dollars.
    assert [line.expected_cost for line in (first, second)] == [2080, 640]


def test_a_cost_without_a_rate_is_missing_not_zero() -> None:
    """R10.6: what is not known is said, and fees over lines lose no cent. Own stock is known where
    its cost was said, zero too, or where none of it is gone; with a part of it that was bought both
    count. Planted: an unknown cost of own stock taken for zero."""
    unrated = Bought(1, 500, 100, 0, 600, 0, "GBP", None, booked=True)
    rated = Bought(1, 500, 100, 0, 600, 0, "EUR", Fraction(1), booked=True)
    lines = [
        SoldLine(new_id(), "A", 1, 1000, 900, 0, (unrated,)),
        SoldLine(new_id(), "B", 2, 900, 900, 0, (), own=True, unit_cost=300),
        SoldLine(new_id(), "C", 1, 900, 900, 0, ()),
        SoldLine(new_id(), "D", 1, 900, 900, 0, (), own=True),
        SoldLine(new_id(), "E", 1, 900, 900, 0, (), own=True, unit_cost=0),
        SoldLine(new_id(), "F", 1, 900, 900, 0, (), own=True, restocked=1),
        SoldLine(new_id(), "G", 2, 900, 900, 0, (rated,), own=True, unit_cost=300, restocked=1),
        SoldLine(new_id(), "H", 1, 900, 900, 0, (unrated,), own=True, unit_cost=300),
        SoldLine(new_id(), "I", 1, 900, 900, 0, (rated,), unit_cost=300),
    ]
    found = line_profits(lines, order_rate=Fraction(1, 7), fees=Fees(told=0, estimated=100))
    assert {line.title: (line.cost, line.cost_known) for line in found} == {
        "A": (0, False),
        "B": (600, True),
        "C": (0, False),
        "D": (0, False),
        "E": (0, True),
        "F": (0, True),
        "G": (800, True),
        "H": (300, False),
        "I": (500, True),
    }
    assert [line.discount for line in found] == [14, *(0 for _ in lines[1:])]
    assert sum(line.fees for line in found) == 100
