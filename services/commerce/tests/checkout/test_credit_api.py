"""A signed-in shopper's credit at checkout, from the offer to the order."""

from typing import Any

from ecomm_testing.actors import ShopStore

ADDRESS = {
    "name": "Sina Shopper",
    "line1": "Hauptstrasse 1",
    "city": "Dresden",
    "postal_code": "01099",
    "country": "DE",
}


async def _ok(reply: Any, status: int = 200) -> Any:
    assert reply.status_code == status, reply.text
    return reply.json()["data"]


async def test_credit_is_offered_reckoned_with_and_taken_off_again(store: ShopStore) -> None:
    """R4.6: credit is tender, so the total and its tax stay; what is due is what it leaves. The
    rates say so before anything is bought, and a checkout that it covers skips the provider."""
    api, merchant = store.merchant.api, store.merchant
    product = await store.product(price=store.money(1500))
    tokens = await _ok(
        await api.post(
            f"{store.public}/customers/register",
            json={"email": "sina@example.com", "password": "a long one", "name": "Sina"},
        ),
        201,
    )
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    cart = await _ok(await api.put(f"{store.public}/customers/me/cart", json={}, headers=bearer))
    holds = {"X-Cart-Token": cart["token"]}
    path = f"{store.public}/carts/{cart['id']}"
    line = {"variant_id": product["variants"][0]["id"], "quantity": 1}
    await _ok(await api.post(f"{path}/lines", json=line, headers=holds), 201)
    grant = {"customer_id": tokens["user"]["id"], "amount": store.money(800), "note": "sorry"}
    credit = await _ok(await merchant.post(f"{store.path}/store-credits", json=grant), 201)
    assert (await _ok(await api.get(path, headers=holds)))["store_credit"] == store.money(800)

    async def totals(**query: Any) -> Any:
        asked = {"country": "DE", **query}
        reply = await api.get(f"{path}/shipping-rates", params=asked, headers=holds)
        return (await _ok(reply))["totals"]

    plain, paid = await totals(), await totals(use_store_credit=True)
    assert plain["paid_by_balance"]["amount"] == 0
    assert paid["paid_by_balance"] == store.money(800)
    assert paid["due"]["amount"] == plain["due"]["amount"] - 800
    for same in ("total", "tax", "shipping", "subtotal"):
        assert paid[same] == plain[same], same

    guest = await _ok(await api.post(f"{store.public}/carts", json={}), 201)
    theirs = {"X-Cart-Token": guest["token"]}
    other = f"{store.public}/carts/{guest['id']}"
    await _ok(await api.post(f"{other}/lines", json=line, headers=theirs), 201)
    reply = await api.get(
        f"{other}/shipping-rates",
        params={"country": "DE", "use_store_credit": True},
        headers=theirs,
    )
    assert (await _ok(reply))["totals"]["paid_by_balance"]["amount"] == 0

    more = {"amount": 50_000, "note": "more"}
    await _ok(await merchant.post(f"{store.path}/store-credits/{credit['id']}/adjust", json=more))
    rates = await _ok(
        await api.get(f"{path}/shipping-rates", params={"country": "DE"}, headers=holds)
    )
    body = {
        "cart_id": cart["id"],
        "email": "sina@example.com",
        "shipping_address": ADDRESS,
        "shipping_rate_id": rates["rates"][0]["id"],
        "use_store_credit": True,
    }
    started = await _ok(await api.post(f"{store.public}/checkout", json=body, headers=holds), 201)
    assert started["payment_url"] is None
    assert started["totals"]["due"]["amount"] == 0
    left = await _ok(await merchant.get(f"{store.path}/store-credits/{credit['id']}"))
    assert left["balance"]["amount"] == 800 + 50_000 - started["totals"]["total"]["amount"]
