"""A shopper's cart and orders follow their account (rules §7)."""

import asyncio
import re
import secrets
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore, create_store
from ecomm_testing.outbox import run_outbox
from ecomm_testing.shopping import ShopperCart, open_cart

SECRET = "eight888"


async def register(store: ShopStore, **fields: Any) -> dict[str, Any]:
    body = {
        "email": f"s-{secrets.token_hex(6)}@example.com",
        "password": SECRET,
        "name": "Sina",
        **fields,
    }
    reply = await store.merchant.api.post(f"{store.public}/customers/register", json=body)
    assert reply.status_code == 201, reply.text
    return {"email": body["email"], **reply.json()["data"]}


async def login(store: ShopStore, email: str, cart: ShopperCart | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"email": email, "password": SECRET}
    if cart is not None:
        body["cart"] = {"id": cart.id, "token": cart.token}
    reply = await store.merchant.api.post(f"{store.public}/customers/login", json=body)
    assert reply.status_code == 200, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def filled(store: ShopStore, *lines: tuple[dict[str, Any], int]) -> ShopperCart:
    cart = await open_cart(store.merchant.api, store.public)
    for product, quantity in lines:
        await cart.add(product["variants"][0]["id"], quantity)
    return cart


async def shown(store: ShopStore, cart: dict[str, Any]) -> dict[str, int]:
    """Variant -> units of a cart."""
    reply = await store.merchant.api.get(
        f"{store.public}/carts/{cart['id']}", headers={"X-Cart-Token": cart["token"]}
    )
    assert reply.status_code == 200, reply.text
    return {line["title"]: line["quantity"] for line in reply.json()["data"]["lines"]}


async def test_a_guests_cart_is_summed_into_the_accounts_capped_repriced_and_closed_once(
    store: ShopStore, kernel: Kernel
) -> None:
    """R7.1: two carts of one shopper. The planted fault was a merge that left the guest's cart
    open: the second log-in then counted its lines again."""
    scarce, plenty = (
        await store.product(title="Scarce", stock=4),
        await store.product(title="Plenty", stock=50),
    )
    gone = await store.product(title="Gone", stock=1)
    first = await filled(store, (scarce, 2), (plenty, 1))
    who = await register(store, cart={"id": first.id, "token": first.token})
    mine = who["cart"]
    assert await shown(store, mine) == {"Scarce": 2, "Plenty": 1}
    guest = await filled(store, (scarce, 3), (plenty, 5), (gone, 1))
    priced = await store.merchant.patch(
        f"{store.path}/products/{plenty['id']}",
        json={"variants": [{"id": plenty["variants"][0]["id"], "price": store.money(500)}]},
    )
    assert priced.status_code == 200, priced.text
    await store.merchant.patch(
        f"{store.path}/inventory/{gone['variants'][0]['id']}", json={"on_hand": 0}
    )
    again = await login(store, who["email"], guest)
    assert again["cart"] == mine
    assert await shown(store, mine) == {"Scarce": 4, "Plenty": 6, "Gone": 1}
    api = store.merchant.api
    cart = await api.get(
        f"{store.public}/carts/{mine['id']}", headers={"X-Cart-Token": mine["token"]}
    )
    lines = {line["title"]: line for line in cart.json()["data"]["lines"]}
    assert lines["Plenty"]["unit_price"]["amount"] == 500
    assert lines["Gone"]["problem"] == "sold_out"
    for closed in (first, guest):
        refused = await api.get(f"{store.public}/carts/{closed.id}", headers=closed.headers)
        assert (refused.status_code, refused.json()["data"]) == (404, None)
    for _ in range(2):
        assert (await login(store, who["email"], guest))["cart"] == mine
    assert await shown(store, mine) == {"Scarce": 4, "Plenty": 6, "Gone": 1}
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        rows = (await session.execute(text("select status, merged_into from carts"))).all()
    assert sorted((row.status, str(row.merged_into)) for row in rows) == [
        ("merged", mine["id"]),
        ("open", "None"),
    ]


async def test_a_merge_takes_codes_along_and_they_are_judged_again(
    store: ShopStore, kernel: Kernel
) -> None:
    """R7.1: codes of both carts stay on the account's; whether they apply is decided whenever it is
    looked at, like for any other cart."""
    product = await store.product()
    one, two = await filled(store, (product, 1)), await filled(store, (product, 1))
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        for cart, codes in ((one, ["summer", "both"]), (two, ["both", "winter"])):
            await session.execute(
                text("update carts set codes = :codes where id = :id"),
                {"codes": codes, "id": cart.id},
            )
    who = await register(store, cart={"id": one.id, "token": one.token})
    await login(store, who["email"], two)
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        codes = await session.scalar(
            text("select codes from carts where id = :id"), {"id": who["cart"]["id"]}
        )
    assert codes == ["summer", "both", "winter"]


async def test_codes_that_came_along_are_judged_by_what_holds_now(store: ShopStore) -> None:
    """R7.1: codes revalidated. The guest's code was switched off meanwhile and takes nothing; the
    other's minimum is reached by both carts together only."""
    product = await store.product(price=store.money(1000), stock=50)
    rules, made = f"{store.path}/discounts", {}
    for code, fields in (("GONE", {}), ("BIG", {"minimum_subtotal": store.money(4000)})):
        body = {"name": code, "code": code, "kind": "percentage", "percent_ppm": 100_000}
        reply = await store.merchant.post(
            rules, json={**body, "combines_with": ["order"], **fields}
        )
        assert reply.status_code == 201, reply.text
        made[code] = reply.json()["data"]
    one, two = await filled(store, (product, 3)), await filled(store, (product, 2))
    api = store.merchant.api
    for cart, code in ((one, "BIG"), (two, "GONE")):
        url = f"{store.public}/carts/{cart.id}/codes"
        entered = await api.post(url, json={"code": code}, headers=cart.headers)
        assert entered.status_code == 201, entered.text
    off = {"ids": [made["GONE"]["id"]], "action": "deactivate"}
    assert (await store.merchant.post(f"{rules}/bulk", json=off)).status_code == 200
    who = await register(store, cart={"id": one.id, "token": one.token})
    before = await _looked_at(store, who["cart"])
    assert before["totals"]["discount"]["amount"] == 0
    await login(store, who["email"], two)
    after = await _looked_at(store, who["cart"])
    assert after["totals"]["subtotal"] == store.money(5000)
    assert after["totals"]["discount"] == store.money(500)
    applied = {entry["code"]: entry["applied"] for entry in after["codes"]}
    assert applied == {"BIG": True, "GONE": False}


async def _looked_at(store: ShopStore, cart: dict[str, Any]) -> dict[str, Any]:
    """A cart as its holder sees it."""
    reply = await store.merchant.api.get(
        f"{store.public}/carts/{cart['id']}", headers={"X-Cart-Token": cart["token"]}
    )
    data: dict[str, Any] = reply.json()["data"]
    return data


async def test_ten_tabs_at_once_merge_once(store: ShopStore) -> None:
    """R7.1: once, whoever asks at the same time."""
    product = await store.product(stock=500)
    who = await register(store)
    cart = await filled(store, (product, 2))
    url = f"{store.public}/customers/me/cart"
    headers = {"Authorization": f"Bearer {who['access_token']}"}
    body = {"cart": {"id": cart.id, "token": cart.token}}
    replies = await asyncio.gather(
        *(store.merchant.api.put(url, headers=headers, json=body) for _ in range(10))
    )
    [mine] = {reply.json()["data"]["id"] for reply in replies}
    assert await shown(store, replies[0].json()["data"]) == {product["title"]: 2}
    assert (await login(store, who["email"]))["cart"]["id"] == mine


async def test_nobody_takes_an_accounts_cart_along_by_showing_it(store: ShopStore) -> None:
    """R7.1: only a guest's cart is merged; somebody else's stays theirs."""
    product = await store.product()
    cart = await filled(store, (product, 1))
    owner = await register(store, cart={"id": cart.id, "token": cart.token})
    thief = await register(store)
    shown_cart = ShopperCart(
        store.merchant.api, store.public, owner["cart"]["id"], owner["cart"]["token"], []
    )
    assert (await login(store, thief["email"], shown_cart))["cart"] is None
    assert await shown(store, owner["cart"]) == {product["title"]: 1}
    wrong = ShopperCart(store.merchant.api, store.public, cart.id, "not its token", [])
    assert (await login(store, thief["email"], wrong))["cart"] is None


async def test_an_account_has_one_cart_on_every_device(store: ShopStore) -> None:
    who = await register(store)
    headers = {"Authorization": f"Bearer {who['access_token']}"}
    api, url = store.merchant.api, f"{store.public}/customers/me/cart"
    made = await api.put(url, headers=headers, json={})
    assert made.status_code == 200, made.text
    assert (await api.put(url, headers=headers, json={})).json() == made.json()
    assert (await login(store, who["email"]))["cart"] == made.json()["data"]
    bought = ShopperCart(api, store.public, made.json()["data"]["id"], "", [])
    bought.token = made.json()["data"]["token"]
    await bought.add((await store.product())["variants"][0]["id"])
    state = await bought.buy(email="somebody.else@example.com")
    # The order is the account's whatever address was typed; the next cart is a new one.
    orders = await api.get(f"{store.public}/customers/me/orders", headers=headers)
    assert [order["id"] for order in orders.json()["data"]] == [state["order"]["id"]]
    fresh = await api.put(url, headers=headers, json={})
    assert fresh.json()["data"]["id"] != made.json()["data"]["id"]


async def _verify(store: ShopStore, kernel: Kernel, email: str) -> httpx2.Response:
    from commerce.mail import sending
    from ecomm_core.mail import Mail

    mails: list[Mail] = []

    class Box:
        async def send(self, mail: Mail) -> None:
            mails.append(mail)

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(kernel.parts, sending.TRANSPORT, Box())
        await run_outbox(kernel, store.merchant.tenant_id)
    [token] = {
        found.group(1)
        for mail in mails
        if mail.to.email == email and (found := re.search(r"verify\?token=([\w-]+)", mail.text))
    }
    return await store.merchant.api.post(
        f"{store.public}/customers/verify-email", json={"token": token}
    )


async def test_guest_orders_become_an_accounts_only_once_the_address_is_proven_in_that_store(
    store: ShopStore, kernel: Kernel
) -> None:
    """R7.2: an order placed as a guest, then an account of the same address. The planted fault was
    a list of orders by address: whoever registered with it saw them."""
    email = f"guest-{secrets.token_hex(6)}@example.com"
    sister = await create_store(store.merchant, kernel)
    cart = await filled(store, (await store.product(), 1))
    order = (await cart.buy(email=email.upper()))["order"]
    other = await filled(sister, (await sister.product(), 1))
    await other.buy(email=email)
    await run_outbox(kernel, store.merchant.tenant_id)
    who = await register(store, email=email)
    headers = {"Authorization": f"Bearer {who['access_token']}"}
    api, url = store.merchant.api, f"{store.public}/customers/me/orders"
    assert (await api.get(url, headers=headers)).json()["data"] == []
    unproven = await api.get(f"{url}/{order['id']}", headers=headers)
    assert (unproven.status_code, unproven.json()["data"]) == (404, None)
    proven = await _verify(store, kernel, email)
    assert proven.json()["data"] == {"email": email, "orders": 1}
    [mine] = (await api.get(url, headers=headers)).json()["data"]
    assert mine["id"] == order["id"]
    whole = (await api.get(f"{url}/{order['id']}", headers=headers)).json()["data"]
    assert whole["order"]["number"] == mine["number"]
    status = await api.get(
        f"{store.public}/orders/{order['id']}", headers={"X-Order-Token": whole["token"]}
    )
    assert status.status_code == 200
    # A later guest order of the proven address is theirs, too.
    later = await filled(store, (await store.product(), 1))
    await later.buy(email=email)
    await run_outbox(kernel, store.merchant.tenant_id)
    assert len((await api.get(url, headers=headers)).json()["data"]) == 2
    # The other store's order is nobody's.
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        owner = await session.scalar(
            text("select customer_id from orders where store_id = :store"), {"store": sister.id}
        )
    assert owner is None


async def test_a_buyer_is_known_to_the_merchant_with_what_they_spent(
    store: ShopStore, kernel: Kernel
) -> None:
    """Test orders count for nothing; the guest is there all the same."""
    email = f"guest-{secrets.token_hex(6)}@example.com"
    cart = await filled(store, (await store.product(), 1))
    await cart.buy(email=email)
    await run_outbox(kernel, store.merchant.tenant_id)
    found = await store.merchant.get(f"{store.path}/customers", params={"search": email})
    [row] = found.json()["data"]
    assert (row["source"], row["account"], row["orders_count"]) == ("order", False, 0)
    page = await store.merchant.get(f"{store.path}/customers/{row['id']}")
    assert page.json()["data"]["test_orders"] == 1
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        await session.execute(text("update orders set test = false"))
    again = await filled(store, (await store.product(), 2))
    await again.buy(email=email)
    await run_outbox(kernel, store.merchant.tenant_id)
    page = (await store.merchant.get(f"{store.path}/customers/{row['id']}")).json()["data"]
    assert (page["orders_count"], page["test_orders"], page["country"]) == (1, 1, "DE")
    assert page["total_spent"]["amount"] > 0
