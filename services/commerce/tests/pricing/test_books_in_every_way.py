"""The same query is content with every way a store may reckon its tax."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

Books = Callable[[Any], Awaitable[list[str]]]


async def _call(shop: Any, method: str, path: str, **body: Any) -> Any:
    store = shop.store
    reply = await store.merchant.request(method, f"{store.path}{path}", json=body or None)
    assert reply.is_success, reply.text
    return reply.json()["data"]


@pytest.mark.parametrize("inclusive", [True, False], ids=["inclusive", "exclusive"])
@pytest.mark.parametrize("rounding", ["line", "order"])
@pytest.mark.parametrize("shipping_taxable", [True, False], ids=["ship-taxed", "ship-free-of-tax"])
async def test_an_order_with_a_discount_and_a_refund_adds_up_however_tax_is_reckoned(
    shop: Any, books: Books, inclusive: bool, rounding: str, shipping_taxable: bool
) -> None:
    """R2.2, R2.3: two stacked rates of crooked parts, seven lines of prices that do not divide, a
    fixed discount over all: gross = net + tax on each line and the shipping, their sum is the
    total, what was charged and what the provider has; and so again after a refund. (medusa#14818
    differed by parts of a cent.)"""
    await _call(
        shop, "PUT", "/tax-settings",
        prices_include_tax=inclusive, shipping_taxable=shipping_taxable, rounding=rounding,
    )  # fmt: skip
    [way] = await _call(shop, "GET", "/shipping-rates")
    never_free = {"name": way["name"], "amount": 491, "countries": ["DE"]}
    await _call(shop, "PUT", f"/shipping-rates/{way['id']}", **never_free)
    [rate] = await _call(shop, "GET", "/tax-rates")
    await _call(
        shop, "PUT", f"/tax-rates/{rate['id']}", country="DE", name="State", rate_ppm=107_500
    )
    await _call(shop, "POST", "/tax-rates", country="DE", name="City", rate_ppm=13_333, slot=2)
    amount = {"amount": 501, "currency": "EUR"}
    await _call(
        shop, "POST", "/discounts", name="Five off", kind="fixed", target="order", amount=amount
    )
    lines = [(await shop.variant(price=price, stock=9), 3) for price in PRICES]
    shopper = await shop.shopper(*lines)
    bought = await shopper.buy()
    order = await _call(shop, "GET", f"/orders/{bought['id']}")
    _adds_up(order, inclusive=inclusive, shipping_taxable=shipping_taxable)
    [payment] = await _call(shop, "GET", f"/payments?search={order['number']}")
    assert payment["captured"] == payment["amount"] == order["totals"]["total"]
    assert await books(shop) == []

    back = [{"item_id": order["items"][place]["id"], "quantity": 2} for place in (0, 3, 6)]
    refund = await _call(shop, "POST", f"/orders/{bought['id']}/refunds", lines=back)
    for line in refund["lines"]:
        assert line["gross"]["amount"] == line["net"]["amount"] + line["tax"]["amount"]
    await shop.run()
    assert await books(shop) == []
    whole = [{"item_id": item["id"], "quantity": 3} for item in order["items"]]
    for place in (0, 3, 6):
        whole[place]["quantity"] = 1
    rest = await _call(
        shop, "POST", f"/orders/{bought['id']}/refunds", lines=whole,
        shipping=order["shipping"]["gross"],
    )  # fmt: skip
    await shop.run()
    given = refund["amount"]["amount"] + rest["amount"]["amount"]
    assert given == order["totals"]["total"]["amount"], "to the cent"
    assert await books(shop) == []


PRICES = (2499, 999, 333, 1, 1050, 77, 12_345)


def _adds_up(order: dict[str, Any], *, inclusive: bool, shipping_taxable: bool) -> None:
    def of(part: dict[str, Any], name: str) -> int:
        return int(part[name]["amount"])

    parts = [*order["items"], order["shipping"]]
    for part in parts:
        assert of(part, "gross") == of(part, "net") + of(part, "tax"), part
    totals = order["totals"]
    assert of(totals, "total") == sum(of(part, "gross") for part in parts)
    assert of(totals, "tax") == sum(of(part, "tax") for part in parts)
    assert of(totals, "tax") == sum(of(share, "amount") for share in order["taxes"])
    assert of(totals, "discount") == 501 == sum(of(item, "discount") for item in order["items"])
    assert (of(order["shipping"], "tax") > 0) == shipping_taxable
    goods = sum(PRICES) * 3 - 501
    if inclusive:
        assert sum(of(item, "gross") for item in order["items"]) == goods
    else:
        assert sum(of(item, "net") for item in order["items"]) == goods
    # Both rates together, within half a cent for each line.
    reckoned = goods * 120_833 / (1_120_833 if inclusive else 1_000_000)
    taken = sum(of(item, "tax") for item in order["items"])
    assert abs(taken - reckoned) <= len(PRICES) / 2
