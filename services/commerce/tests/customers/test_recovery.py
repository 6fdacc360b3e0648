"""What goes by mail, and what shoppers change of their own accounts."""

import re
import secrets
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.mail import Mail
from ecomm_testing.actors import ShopStore, create_store
from ecomm_testing.outbox import run_outbox

Shift = Callable[[float], None]
SECRET = "eight888"


class Box:
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        self.mails.append(mail)

    def token(self, email: str, path: str) -> str:
        """Of the newest link to `path` that this address got."""
        for mail in reversed(self.mails):
            found = re.search(rf"{path}\?token=([\w-]+)", mail.text)
            if mail.to.email == email and found:
                return found.group(1)
        raise AssertionError(f"no link to {path} for {email}")


@pytest.fixture
def box(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Box:
    from commerce.mail import sending

    made = Box()
    monkeypatch.setitem(kernel.parts, sending.TRANSPORT, made)
    return made


async def call(store: ShopStore, path: str, body: dict[str, Any]) -> httpx2.Response:
    return await store.merchant.api.post(f"{store.public}/customers{path}", json=body)


async def register(store: ShopStore, email: str | None = None) -> dict[str, Any]:
    email = email or f"s-{secrets.token_hex(6)}@example.com"
    reply = await call(store, "/register", {"email": email, "password": SECRET, "name": "Sina"})
    assert reply.status_code == 201, reply.text
    return {"email": email, **reply.json()["data"]}


async def as_shopper(
    store: ShopStore, who: dict[str, Any], method: str, path: str, **kwargs: Any
) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {who['access_token']}"}
    url = f"{store.public}/customers{path}"
    return await store.merchant.api.request(method, url, headers=headers, **kwargs)


async def test_a_mailed_link_proves_the_address_and_another_stores_link_does_not(
    store: ShopStore, kernel: Kernel, box: Box
) -> None:
    who = await register(store)
    assert who["user"]["verified"] is False
    await run_outbox(kernel, store.merchant.tenant_id)
    token = box.token(who["email"], "/account/verify")
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        stored = await session.scalar(text("select string_agg(l::text, '') from customer_links l"))
    assert token not in str(stored)
    sister = await create_store(store.merchant, kernel)
    elsewhere = await call(sister, "/verify-email", {"token": token})
    assert (elsewhere.status_code, elsewhere.json()["error"]["code"]) == (410, "link_over")
    wrong = await call(store, "/verify-email", {"token": token[:-2] + "AA"})
    assert wrong.status_code == 410
    for _ in range(2):
        done = await call(store, "/verify-email", {"token": token})
        assert done.json()["data"] == {"email": who["email"], "orders": 0}
    me = await as_shopper(store, who, "GET", "/me")
    assert me.json()["data"]["verified"] is True
    again = await as_shopper(store, who, "POST", "/me/verification")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_verified")


async def test_a_second_verification_mail_waits_a_minute(
    store: ShopStore, kernel: Kernel, box: Box, shift_clock: Shift
) -> None:
    who = await register(store)
    early = await as_shopper(store, who, "POST", "/me/verification")
    assert (early.status_code, early.json()["error"]["code"]) == (429, "just_sent")
    shift_clock(61)
    assert (await as_shopper(store, who, "POST", "/me/verification")).status_code == 200
    shift_clock(4 * 86_400)
    await run_outbox(kernel, store.merchant.tenant_id)
    # Links that are over are not mailed at all.
    assert not [mail for mail in box.mails if "verify" in mail.text]


async def test_a_forgotten_password_is_set_anew_once_and_every_session_ends(
    store: ShopStore, kernel: Kernel, box: Box
) -> None:
    who = await register(store)
    assert (await call(store, "/forgot-password", {"email": who["email"]})).status_code == 200
    await run_outbox(kernel, store.merchant.tenant_id)
    token = box.token(who["email"], "/account/reset")
    body = {"token": token, "password": "a new one"}
    done = await call(store, "/reset-password", body)
    assert done.status_code == 200
    assert done.json()["data"]["verified"] is True
    used = await call(store, "/reset-password", {**body, "password": "a third one"})
    assert used.json()["error"]["code"] == "link_over"
    assert (await as_shopper(store, who, "GET", "/me")).status_code == 401
    refreshed = await call(store, "/refresh", {"refresh_token": who["refresh_token"]})
    assert refreshed.status_code == 401
    old = await call(store, "/login", {"email": who["email"], "password": SECRET})
    assert old.status_code == 401
    new = await call(store, "/login", {"email": who["email"], "password": "a new one"})
    assert new.status_code == 200


async def test_forgetting_tells_nobody_who_has_an_account(
    store: ShopStore, kernel: Kernel, box: Box
) -> None:
    who = await register(store)
    known = await call(store, "/forgot-password", {"email": who["email"]})
    unknown = await call(store, "/forgot-password", {"email": "nobody@example.com"})
    assert known.status_code == unknown.status_code == 200
    assert known.json() == unknown.json()
    for _ in range(8):
        last_known = await call(store, "/forgot-password", {"email": who["email"]})
        last_unknown = await call(store, "/forgot-password", {"email": "nobody@example.com"})
    assert last_known.status_code == last_unknown.status_code == 429
    await run_outbox(kernel, store.merchant.tenant_id)
    assert len([mail for mail in box.mails if "/account/reset" in mail.text]) == 1
    assert not [mail for mail in box.mails if mail.to.email == "nobody@example.com"]


async def test_a_merchants_link_is_nothing_to_a_shop_and_a_reset_is_no_proof(
    store: ShopStore, kernel: Kernel, box: Box
) -> None:
    who = await register(store)
    await call(store, "/forgot-password", {"email": who["email"]})
    await run_outbox(kernel, store.merchant.tenant_id)
    reset = box.token(who["email"], "/account/reset")
    verify = box.token(who["email"], "/account/verify")
    crossed = await call(store, "/verify-email", {"token": reset})
    assert crossed.status_code == 410
    crossed = await call(store, "/reset-password", {"token": verify, "password": "whatever1"})
    assert crossed.status_code == 410
    me = await as_shopper(store, who, "GET", "/me")
    assert me.json()["data"]["verified"] is False


async def test_another_password_needs_the_present_one_and_ends_the_other_sessions(
    store: ShopStore,
) -> None:
    who = await register(store)
    other = (await call(store, "/login", {"email": who["email"], "password": SECRET})).json()
    other_device = {**other["data"], "email": who["email"]}
    sessions = (await as_shopper(store, who, "GET", "/me/sessions")).json()["data"]
    assert [entry["current"] for entry in sessions] == [False, True]
    wrong = await as_shopper(
        store, who, "POST", "/me/password", json={"current": "nope", "password": "another1"}
    )
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "wrong_password")
    short = await as_shopper(
        store, who, "POST", "/me/password", json={"current": SECRET, "password": "short"}
    )
    assert short.status_code == 422
    done = await as_shopper(
        store, who, "POST", "/me/password", json={"current": SECRET, "password": "another1"}
    )
    assert done.status_code == 200
    assert (await as_shopper(store, who, "GET", "/me")).status_code == 200
    assert (await as_shopper(store, other_device, "GET", "/me")).status_code == 401


async def test_a_session_is_ended_from_afar_and_nobody_elses_is(store: ShopStore) -> None:
    who, stranger = await register(store), await register(store)
    other = (await call(store, "/login", {"email": who["email"], "password": SECRET})).json()
    device = {**other["data"], "email": who["email"]}
    theirs = (await as_shopper(store, stranger, "GET", "/me/sessions")).json()["data"][0]
    foreign = await as_shopper(store, who, "DELETE", f"/me/sessions/{theirs['id']}")
    assert foreign.status_code == 404
    assert (await as_shopper(store, stranger, "GET", "/me")).status_code == 200
    found = (await as_shopper(store, who, "GET", "/me/sessions")).json()["data"]
    [elsewhere] = [entry["id"] for entry in found if not entry["current"]]
    assert (await as_shopper(store, who, "DELETE", f"/me/sessions/{elsewhere}")).status_code == 200
    assert (await as_shopper(store, device, "GET", "/me")).status_code == 401


async def test_somebody_written_down_registers_and_sees_the_merchants_words_only_when_proven(
    store: ShopStore, kernel: Kernel, box: Box
) -> None:
    email = f"p-{secrets.token_hex(6)}@example.com"
    address = {
        "name": "Ada", "line1": "Secret Street 1", "city": "B", "postal_code": "1", "country": "DE",
    }  # fmt: skip
    made = await store.merchant.post(
        f"{store.path}/customers",
        json={"email": email, "name": "Ada L.", "note": "owes us", "address": address},
    )
    who = await register(store, email)
    assert who["user"]["id"] == made.json()["data"]["id"]
    book = await as_shopper(store, who, "GET", "/me/addresses")
    assert book.json()["data"] == []
    await run_outbox(kernel, store.merchant.tenant_id)
    await call(store, "/verify-email", {"token": box.token(email, "/account/verify")})
    book = await as_shopper(store, who, "GET", "/me/addresses")
    assert [entry["line1"] for entry in book.json()["data"]] == ["Secret Street 1"]
    everything = (await as_shopper(store, who, "GET", "/me")).text + book.text
    assert "owes us" not in everything


async def test_consent_is_kept_with_time_place_and_words(store: ShopStore) -> None:
    who = await register(store)
    before = (await as_shopper(store, who, "GET", "/me/marketing")).json()["data"]
    assert before == {"granted": False, "at": None, "source": None, "text_version": None}
    yes = await as_shopper(
        store, who, "PUT", "/me/marketing", json={"granted": True, "text_version": "account-2"}
    )
    shown = yes.json()["data"]
    assert (shown["granted"], shown["source"], shown["text_version"]) == (
        True,
        "account",
        "account-2",
    )
    await as_shopper(store, who, "PUT", "/me/marketing", json={"granted": False})
    page = await store.merchant.get(f"{store.path}/customers/{who['user']['id']}")
    data = page.json()["data"]
    assert data["marketing"] is False
    assert [(c["granted"], c["source"]) for c in data["consents"]] == [
        (False, "account"),
        (True, "account"),
    ]


async def test_a_wishlist_shows_todays_price_and_takes_what_a_guest_kept(
    store: ShopStore, other_store: ShopStore
) -> None:
    who = await register(store)
    lamp, chair = await store.product(title="Lamp"), await store.product(title="Chair", stock=0)
    draft = await store.product(status="draft")
    foreign = await other_store.product()
    body = {"product_ids": [lamp["id"], chair["id"], draft["id"], foreign["id"]]}
    merged = await as_shopper(store, who, "POST", "/me/wishlist", json=body)
    assert merged.status_code == 201, merged.text
    assert {(w["title"], w["available"]) for w in merged.json()["data"]} == {
        ("Lamp", True),
        ("Chair", False),
    }
    unknown = await as_shopper(
        store, who, "POST", "/me/wishlist", json={"product_ids": [foreign["id"]]}
    )
    assert unknown.status_code == 404
    await store.merchant.patch(
        f"{store.path}/products/{lamp['id']}",
        json={"variants": [{"id": lamp["variants"][0]["id"], "price": store.money(1111)}]},
    )
    await as_shopper(store, who, "DELETE", f"/me/wishlist/{chair['id']}")
    [left] = (await as_shopper(store, who, "GET", "/me/wishlist")).json()["data"]
    assert (left["product_id"], left["price"]["amount"]) == (lamp["id"], 1111)
    await store.merchant.delete(f"{store.path}/products/{lamp['id']}")
    assert (await as_shopper(store, who, "GET", "/me/wishlist")).json()["data"] == []
