"""Searching in another of the shop's currencies, and what the shop says of them (R9.1)."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .conftest import Searched
else:
    Searched = Any


async def sell_in(shop: Searched, currency: str, **fields: Any) -> None:
    reply = await shop.store.merchant.post(
        f"{shop.store.path}/currencies", json={"currency": currency, **fields}
    )
    assert reply.status_code == 201, reply.text


async def test_what_is_found_is_priced_and_filtered_in_the_asked_currency(shop: Searched) -> None:
    """R9.1: cards, the range of prices and the filter speak one currency, and a filter that is
    chosen finds what it counted."""
    money = shop.store.money
    for title, price in (("Red lamp", 1000), ("Blue lamp", 2500), ("Green lamp", 9900)):
        await shop.store.product(title=title, price=money(price))
    await shop.work()
    await sell_in(shop, "USD", manual_ppm=1_100_000)
    found = await shop.find("lamp", currency="USD", sort="price")
    prices = [card["price"] for card in found["products"]]
    assert prices == [{"amount": one, "currency": "USD"} for one in (1100, 2750, 10890)]
    filters = found["filters"]
    assert filters["price_min"] == {"amount": 1100, "currency": "USD"}
    assert filters["price_max"] == {"amount": 10890, "currency": "USD"}
    ranges = next(facet for facet in filters["facets"] if facet["key"] == "price")["values"]
    assert sum(one["count"] for one in ranges) == 3
    for one in ranges:
        low, high = (int(end) for end in one["value"].split("-"))
        chosen = await shop.find("lamp", currency="USD", min_price=low, max_price=high)
        assert chosen["total"] == one["count"], one
        assert all(low <= card["price"]["amount"] <= high for card in chosen["products"])
    typed = (await shop.reply("/search/suggest", q="lam", currency="USD"))["data"]["products"]
    assert {card["price"]["currency"] for card in typed} == {"USD"}
    own = await shop.find("lamp", currency="EUR", sort="price")
    assert own == await shop.find("lamp", sort="price")


async def test_a_currency_the_shop_does_not_sell_in_finds_nothing(shop: Searched) -> None:
    await shop.add("Red lamp")
    for path, query in (("/search", {"q": "lamp"}), ("/search/suggest", {"q": "la"}), ("", {})):
        reply = await shop.store.merchant.api.get(
            f"{shop.store.public}{path}", params={**query, "currency": "JPY"}
        )
        assert (reply.status_code, reply.json()["error"]["code"]) == (422, "currency_not_offered")
        assert "lamp" not in reply.text


async def test_the_shop_says_what_can_be_paid_in_and_from_when_shipping_is_free(
    shop: Searched,
) -> None:
    """R9.1: the closed set of currencies a storefront may show, its own first; one without a rate
    is not among them."""
    await sell_in(shop, "USD", manual_ppm=1_100_000)
    await sell_in(shop, "CHF")
    told = (await shop.reply(""))["data"]
    assert (told["currency"], told["currencies"]) == ("EUR", ["EUR", "USD"])
    own = told["free_shipping_from"]
    assert own is not None
    shown = (await shop.reply("", currency="USD"))["data"]["free_shipping_from"]
    assert shown == {"amount": own["amount"] * 11 // 10, "currency": "USD"}
