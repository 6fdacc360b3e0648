"""What a customer has spent: in the store's currency, with all that went back taken off."""

from typing import Any

import pytest
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from commerce.customers import service as customers
from ecomm_connectors.payments.mock.rules import Action

RATE = {
    "of": "EUR",
    "day": "2026-01-02",
    "of_per_euro_ppm": 1_000_000,
}


async def spent(shop: Any, email: str) -> int:
    """The figure on the customer's row, counted anew by the last event."""
    await shop.run()
    store = shop.store
    found = (await store.merchant.get(f"{store.path}/customers", params={"search": email})).json()
    assert found["data"][0]["total_spent"]["currency"] == "EUR"
    return int(found["data"][0]["total_spent"]["amount"])


async def real(shop: Any) -> None:
    """Test orders count for nobody; let these be real ones."""
    async with shop.transaction() as session:
        await session.execute(text("update orders set test = false"))


async def recount(shop: Any) -> None:
    async with shop.transaction() as session:
        for row in (await session.execute(text("select id from customer_accounts"))).all():
            account = await customers.lock(session, shop.store.id, row.id)
            assert account is not None
            await customers.keep_sales(session, account)


@pytest.mark.parametrize(
    ("currency", "per_euro", "total", "home"),
    [("USD", 1_250_000, 2989, 2391), ("JPY", 162_500_000, 4857, 2989), ("KWD", 333_300, 996, 299)],
)
async def test_orders_in_other_currencies_count_at_their_frozen_rate(
    shop: Any, currency: str, per_euro: int, total: int, home: int
) -> None:
    """R9.1: 29.89 USD at 1.25 are 23.91 EUR; yen have no cents, dinars have three digits."""
    shopper = await shop.shopper((await shop.variant(), 1))
    await shopper.buy()
    await shop.run()
    async with shop.transaction() as session:
        await session.execute(
            text(
                "update orders set test = false, currency = :currency, rate = :rate, "
                "total = :total, items_gross = :total, shipping_gross = 0, shipping_net = 0, "
                "shipping_tax = 0, tax = 0"
            ).bindparams(bindparam("rate", type_=JSONB())),
            {
                "currency": currency,
                "total": total,
                "rate": {**RATE, "to": currency, "to_per_euro_ppm": per_euro},
            },
        )
    await recount(shop)
    assert await spent(shop, shopper.email) == home


async def test_what_a_bank_gave_back_was_not_spent(shop: Any) -> None:
    """A lost dispute is told like a refund: the figures follow by themselves."""
    shopper = await shop.shopper((await shop.variant(), 1))
    await shopper.buy()
    await shop.run()
    await real(shop)
    await recount(shop)
    assert await spent(shop, shopper.email) == 2989
    session = str(shopper.payment_url).rsplit("/", 1)[1]
    for action in (Action.DISPUTE, Action.DISPUTE_LOST):
        await shop.providers.mock.choose(session, action)
        await shop.providers.courier.flush(session)
        await shop.run()
    assert await spent(shop, shopper.email) == 0


async def test_what_went_back_to_a_gift_card_was_not_spent(shop: Any) -> None:
    store = shop.store
    card = await store.merchant.post(
        f"{store.path}/gift-cards", json={"amount": {"amount": 10_000, "currency": "EUR"}}
    )
    assert card.status_code == 201, card.text
    shopper = await shop.shopper((await shop.variant(stock=3), 1))
    await shopper.start({**await shopper.form(), "codes": [card.json()["data"]["code"]]})
    order = (await shopper.state())["order"]
    await shop.run()
    await real(shop)
    await recount(shop)
    assert await spent(shop, shopper.email) == 2989
    body = {"lines": [], "adjustment": {"amount": 989, "currency": "EUR"}}
    reply = await store.merchant.post(f"{store.path}/orders/{order['id']}/refunds", json=body)
    assert reply.status_code == 201, reply.text
    assert await spent(shop, shopper.email) == 2000
