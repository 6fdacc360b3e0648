"""How long a checkout holds its stock, and against whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ecomm_core import clock


async def test_the_hold_outlives_the_payment_page_by_five_minutes(shop: Any) -> None:
    """R3.3: raised to the payment session's expiry + 5 min."""
    variant = await shop.variant()
    shopper = await shop.shopper((variant, 1))
    started = await shopper.start()
    [hold] = await shop.rows(
        "select expires_at from reservations where holder_id = :id", id=started["checkout_id"]
    )
    [session] = await shop.rows(
        "select expires_at from payments where checkout_id = :id", id=started["checkout_id"]
    )
    assert hold["expires_at"] == session["expires_at"] + timedelta(minutes=5)
    assert session["expires_at"] - clock.now() > timedelta(minutes=14)


async def test_a_longer_session_lengthens_the_hold(shop: Any, provider: Any) -> None:
    """R3.3: the provider may keep its page open longer (Stripe: 30 minutes at least)."""
    provider.after["create_session"] = lambda made: replace(
        made, expires_at=made.expires_at + timedelta(minutes=30)
    )
    variant = await shop.variant()
    shopper = await shop.shopper((variant, 1))
    started = await shopper.start()
    [hold] = await shop.rows(
        """select r.expires_at, k.expires_at as ends from reservations r
             join checkouts k on k.id = r.holder_id where k.id = :id""",
        id=started["checkout_id"],
    )
    assert hold["expires_at"] == hold["ends"] + timedelta(minutes=5)
    assert hold["ends"] - clock.now() > timedelta(minutes=44)


async def test_a_hold_is_never_shortened(shop: Any, provider: Any) -> None:
    """R3.3: a page that closes earlier than planned, at the first start or at a later one, leaves
    the hold as it is. Planted: the hold set to whatever the last session says."""
    ends = timedelta()
    provider.after["create_session"] = lambda made: replace(made, expires_at=made.expires_at + ends)
    variant = await shop.variant(stock=1)
    shopper = await shop.shopper((variant, 1))

    async def held() -> Any:
        return await shop.one("select expires_at from reservations where status = 'open'")

    before = clock.now()
    ends = -timedelta(minutes=10)
    await shopper.start()
    first = await held()
    assert first >= before + timedelta(minutes=15), "15 minutes, however short the page's life"
    ends = timedelta(minutes=30)
    await shopper.start(await shopper.form(address={"city": "Bremen"}))
    longer = await held()
    assert longer >= before + timedelta(minutes=50)
    ends = -timedelta(minutes=10)
    await shopper.start(await shopper.form(address={"city": "Kiel"}))
    assert await held() == longer


async def test_a_shopper_is_offered_what_they_hold_themselves(shop: Any) -> None:
    """R3.3 (woocommerce#67354): with the last unit held by their own checkout they look at the cart
    and start again; somebody else is told that it is gone."""
    variant = await shop.variant(stock=1)
    shopper, other = await shop.shopper((variant, 1)), await shop.shopper((variant, 1))
    first = await shopper.start()
    [line] = (await shopper.look())["lines"]
    assert (line["available"], line["problem"]) == (1, None)
    changed = await shopper.call(
        "PATCH", f"{shopper.cart}/lines/{line['id']}", json={"quantity": 1}
    )
    assert changed.status_code == 200, changed.text
    again = await shopper.start(await shopper.form(address={"city": "Bremen"}))
    assert again["checkout_id"] == first["checkout_id"]
    assert await shop.stock(variant) == (1, 0, 1)
    [line] = (await other.look())["lines"]
    assert (line["available"], line["problem"]) == (0, "sold_out")
    refused = await other.post_checkout()
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "out_of_stock")
    assert await shop.stock(variant) == (1, 0, 1)
