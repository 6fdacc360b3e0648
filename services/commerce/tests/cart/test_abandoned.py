"""Carts left behind (rules §7)."""

import re
import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commerce.flows import remind_carts as remind
from commerce.flows.remind_carts import remind_carts
from commerce.mail import sending
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.mail import Mail
from ecomm_testing.actors import PASSWORD, ShopStore
from ecomm_testing.outbox import run_outbox
from ecomm_testing.shopping import ShopperCart, open_cart

Shift = Callable[[float], None]
HOUR = 3_600.0


class Box:
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.mails.append(mail)

    def reminders(self) -> list[Mail]:
        return [mail for mail in self.mails if "/cart/recover?token=" in mail.text]

    def token(self, path: str) -> str:
        found = re.search(rf"{path}\?token=([\w-]+)", self.mails[-1].text)
        assert found, self.mails[-1].text
        return found.group(1)


@pytest.fixture
def box(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Box:
    made = Box()
    monkeypatch.setitem(kernel.parts, sending.TRANSPORT, made)
    return made


async def left(
    store: ShopStore, product: dict[str, Any], *, marketing: bool = True, email: str | None = None
) -> tuple[ShopperCart, str]:
    """A guest's cart whose address is known."""
    email = email or f"left-{secrets.token_hex(6)}@example.com"
    cart = await open_cart(store.merchant.api, store.public)
    await cart.add(product["variants"][0]["id"], 2)
    reply = await store.merchant.api.put(
        f"{store.public}/carts/{cart.id}/contact",
        headers=cart.headers,
        json={"email": email, "marketing": marketing},
    )
    assert reply.status_code == 200, reply.text
    return cart, email


async def pass_time(store: ShopStore, kernel: Kernel, shift_clock: Shift, seconds: float) -> None:
    """The clock's job that long after the test began, and the mails it asks for."""
    shift_clock(seconds)
    await remind_carts(kernel)
    await run_outbox(kernel, store.merchant.tenant_id)
    await sign_in(store)


async def sign_in(store: ShopStore) -> None:
    """The merchant's access token does not live that long."""
    reply = await store.merchant.api.post(
        "/api/v1/auth/login", json={"email": store.merchant.email, "password": PASSWORD}
    )
    assert reply.status_code == 200, reply.text
    store.merchant.access_token = reply.json()["data"]["access_token"]


async def listed(store: ShopStore, **params: Any) -> list[dict[str, Any]]:
    reply = await store.merchant.get(f"{store.path}/abandoned-carts", params=params)
    assert reply.status_code == 200, reply.text
    rows: list[dict[str, Any]] = reply.json()["data"]
    return rows


async def test_reminders_leave_at_1_24_and_72_hours_and_never_again(
    store: ShopStore, kernel: Kernel, box: Box, shift_clock: Shift
) -> None:
    """R7.3: e-mail, consent, idle for an hour. The planted fault was a look without the idle time:
    the mail left while the shopper was still choosing."""
    product = await store.product(title="Kettle")
    _, email = await left(store, product)
    await pass_time(store, kernel, shift_clock, 0.9 * HOUR)
    assert box.reminders() == []
    seen = []
    for hours in (1.1, 23.8, 24.3, 71.8, 72.5, 172.5):
        await pass_time(store, kernel, shift_clock, hours * HOUR)
        seen.append(len(box.reminders()))
    assert seen == [1, 1, 2, 2, 3, 3]
    assert {mail.to.email for mail in box.reminders()} == {email}
    assert "Kettle" in box.reminders()[0].text
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        events = (
            await session.execute(text("select data from events where type = 'cart.abandoned'"))
        ).all()
    assert [(row.data["email"], row.data["items"]) for row in events] == [(email, 2)]
    [row] = await listed(store)
    assert (row["state"], row["reminders"], row["consent"]) == ("open", 3, True)


async def test_a_change_of_the_cart_starts_the_hour_anew(
    store: ShopStore, kernel: Kernel, box: Box, shift_clock: Shift
) -> None:
    """R7.3: idle is since the last change."""
    product = await store.product()
    cart, _ = await left(store, product)
    shift_clock(0.9 * HOUR)
    await cart.add(product["variants"][0]["id"])
    await pass_time(store, kernel, shift_clock, 1.8 * HOUR)
    assert box.reminders() == []
    await pass_time(store, kernel, shift_clock, 2.0 * HOUR)
    assert len(box.reminders()) == 1


async def test_without_consent_nobody_is_written_to(
    store: ShopStore, kernel: Kernel, box: Box, shift_clock: Shift
) -> None:
    """R7.3: an address typed at checkout is no consent."""
    cart, email = await left(store, await store.product(), marketing=False)
    await cart.start(email=email)
    await pass_time(store, kernel, shift_clock, 80 * HOUR)
    assert box.reminders() == []
    [row] = await listed(store)
    assert (row["email"], row["consent"], row["reminders"]) == (email, False, 0)


async def test_who_bought_hears_no_more(
    store: ShopStore, kernel: Kernel, box: Box, shift_clock: Shift
) -> None:
    """R7.3: the same cart, or another order of the same address."""
    product = await store.product(stock=50)
    cart, email = await left(store, product)
    await pass_time(store, kernel, shift_clock, 1.1 * HOUR)
    assert len(box.reminders()) == 1
    await cart.buy(email=email)
    second, other = await left(store, product)
    elsewhere = await open_cart(store.merchant.api, store.public)
    await elsewhere.add(product["variants"][0]["id"])
    await elsewhere.buy(email=other.upper())
    await pass_time(store, kernel, shift_clock, 30 * HOUR)
    assert len(box.reminders()) == 1
    rows = {row["id"]: row for row in await listed(store)}
    assert rows[cart.id]["state"] == "recovered"
    assert rows[cart.id]["order_id"] is not None
    assert rows[second.id]["state"] == "open"


async def test_nothing_left_to_buy_is_no_reason_to_write(
    store: ShopStore, kernel: Kernel, box: Box, shift_clock: Shift
) -> None:
    """R7.3: no stock, also when it goes between the decision and the mail."""
    product = await store.product(stock=2)
    await left(store, product)
    url = f"{store.path}/inventory/{product['variants'][0]['id']}"
    shift_clock(1.1 * HOUR)
    await remind_carts(kernel)
    await sign_in(store)
    assert (await store.merchant.patch(url, json={"on_hand": 0})).status_code == 200
    await run_outbox(kernel, store.merchant.tenant_id)
    assert box.reminders() == []
    await pass_time(store, kernel, shift_clock, 30 * HOUR)
    assert box.reminders() == []


async def test_unsubscribing_works_without_signing_in_and_for_good(
    store: ShopStore, kernel: Kernel, box: Box, shift_clock: Shift, other_store: ShopStore
) -> None:
    """R7.3: the link of the mail ends them; another store's door does not open to it."""
    product = await store.product(stock=50)
    _, email = await left(store, product)
    await pass_time(store, kernel, shift_clock, 1.1 * HOUR)
    token = box.token("/unsubscribe")
    api = store.merchant.api
    foreign = await api.post(f"{other_store.public}/unsubscribe", json={"token": token})
    assert foreign.status_code == 410
    crossed = await api.post(
        f"{store.public}/unsubscribe", json={"token": box.token("/cart/recover")}
    )
    assert crossed.status_code == 410
    for _ in range(2):
        done = await api.post(f"{store.public}/unsubscribe", json={"token": token})
        assert done.status_code == 200
    await left(store, product, marketing=False, email=email)
    await pass_time(store, kernel, shift_clock, 30 * HOUR)
    assert len(box.reminders()) == 1


async def test_the_signed_link_brings_the_cart_back_at_todays_price_and_stock(
    store: ShopStore, kernel: Kernel, box: Box, shift_clock: Shift
) -> None:
    """R7.3: repriced, into whatever browser the shopper is at; what that one held comes along."""
    product, other = await store.product(stock=9), await store.product(title="Other")
    cart, _ = await left(store, product)
    await pass_time(store, kernel, shift_clock, 1.1 * HOUR)
    await store.merchant.patch(
        f"{store.path}/products/{product['id']}",
        json={"variants": [{"id": product["variants"][0]["id"], "price": store.money(999)}]},
    )
    await store.merchant.patch(
        f"{store.path}/inventory/{product['variants'][0]['id']}", json={"on_hand": 1}
    )
    phone = await open_cart(store.merchant.api, store.public)
    await phone.add(other["variants"][0]["id"])
    api, url = store.merchant.api, f"{store.public}/carts/recover"
    token = box.token("/cart/recover")
    body = {"token": token, "cart": {"id": phone.id, "token": phone.token}}
    altered = await api.post(url, json={**body, "token": token[:-3] + "AAA"})
    assert altered.status_code == 410
    back = await api.post(url, json=body)
    assert back.status_code == 200, back.text
    data = back.json()["data"]
    assert data["id"] == cart.id
    shown = await api.get(
        f"{store.public}/carts/{data['id']}", headers={"X-Cart-Token": data["token"]}
    )
    lines = {line["title"]: line for line in shown.json()["data"]["lines"]}
    assert lines[product["title"]]["unit_price"]["amount"] == 999
    assert lines[product["title"]]["quantity"] == 1
    assert "Other" in lines
    assert (await api.get(f"{store.public}/carts/{cart.id}", headers=cart.headers)).is_error
    assert (await api.get(f"{store.public}/carts/{phone.id}", headers=phone.headers)).is_error
    mine = ShopperCart(api, store.public, data["id"], data["token"], [])
    await mine.buy()
    over = await api.post(url, json={"token": box.token("/cart/recover")})
    assert (over.status_code, over.json()["error"]["code"]) == (409, "cart_completed")


async def test_an_accounts_cart_is_known_without_a_word_at_checkout(
    store: ShopStore, kernel: Kernel, box: Box, shift_clock: Shift
) -> None:
    """R7.3: the address may be the account's."""
    email = f"a-{secrets.token_hex(6)}@example.com"
    body = {"email": email, "password": "eight888", "name": "Sina", "marketing": True}
    api = store.merchant.api
    registered = await api.post(f"{store.public}/customers/register", json=body)
    bearer = {"Authorization": f"Bearer {registered.json()['data']['access_token']}"}
    made = await api.put(f"{store.public}/customers/me/cart", headers=bearer, json={})
    data = made.json()["data"]
    cart = ShopperCart(api, store.public, data["id"], data["token"], [])
    await cart.add((await store.product())["variants"][0]["id"])
    await pass_time(store, kernel, shift_clock, 1.1 * HOUR)
    [mail] = box.reminders()
    assert mail.to.email == email


async def test_a_round_goes_through_all_that_is_due(
    store: ShopStore,
    kernel: Kernel,
    box: Box,
    shift_clock: Shift,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The planted fault was one page a round: carts that fail, first in line, hid all others."""
    product = await store.product(stock=50)
    carts = [await left(store, product) for _ in range(4)]
    real, looks = remind.look, []

    async def look(kernel: Kernel, tenant_id: UUID, store_id: UUID, cart_id: UUID) -> None:
        looks.append(str(cart_id))
        if str(cart_id) in {carts[0][0].id, carts[1][0].id}:
            raise RuntimeError("planted")
        await real(kernel, tenant_id, store_id, cart_id)

    monkeypatch.setattr(remind, "BATCH", 1)
    monkeypatch.setattr(remind, "look", look)
    await pass_time(store, kernel, shift_clock, 1.1 * HOUR)
    assert {mail.to.email for mail in box.reminders()} == {carts[2][1], carts[3][1]}
    assert [looks.count(cart.id) for cart, _ in carts] == [1, 1, 1, 1]
