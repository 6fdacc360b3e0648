"""People who run businesses take a copy of what is kept of them, and delete their accounts."""

import asyncio
import json
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from commerce.flows import leaving
from commerce.privacy.people import service
from commerce.privacy.people.holdings import USER_HOLDINGS
from ecomm_core.db.scope import Scope
from ecomm_testing.accounts import confirm_address, invite_link, turn_on_second_factor
from ecomm_testing.actors import PASSWORD, Merchant, register_merchant
from ecomm_testing.outbox import run_outbox

from ..naming import naming

SECRETS = {"password_hash", "totp_secret", "recovery_codes", "hash", "nonce", "context"}


class Person:
    """Somebody with unmistakable words, in a colleague's business and in one of their own."""

    def __init__(self, seat: Merchant, email: str, name: str) -> None:
        self.seat, self.email, self.name = seat, email, name
        self.words = (email, name)

    async def leaves(self, status: int = 200, **body: Any) -> Any:
        """They delete their account; what is said."""
        reply = await self.seat.delete("/auth/me", json={"password": PASSWORD, **body})
        assert reply.status_code == status, reply.text
        said = reply.json()
        return said["data"] if status < 400 else said["error"]


async def somebody(shop: Any, role: str = "admin") -> Person:
    """Invited into the shop's business, where they work, change and are changed."""
    mark = secrets.token_hex(6)
    email, name = f"wanda.{mark}@example.com", f"Wanda {mark}"
    owner = shop.store.merchant
    await confirm_address(shop.kernel, owner)
    seat = await register_merchant(owner.api, email=email, name=name)
    await run_outbox(shop.kernel, seat.tenant_id)
    made = await owner.post("/team/invites", json={"email": email, "role": role})
    assert made.status_code == 201, made.text
    token = await invite_link(shop.kernel, owner.tenant_id, made.json()["data"]["id"])
    joined = await seat.post("/auth/invites/join", json={"token": token})
    assert joined.status_code == 200, joined.text
    data = joined.json()["data"]
    seat.access_token, seat.tenant_id = data["access_token"], owner.tenant_id
    await shop.run()
    renamed = await seat.patch("/auth/me", json={"name": f"{name} X"})
    assert renamed.status_code == 200
    body = {"name": f"Tools {mark[:4]}"}
    assert (await seat.post(f"{shop.store.path}/categories", json=body)).status_code == 201
    return Person(seat, email, name)


async def _entries(shop: Any, person: Person) -> list[Any]:
    return list(
        await shop.rows(
            "select * from audit_log where actor = :actor order by at",
            actor=f"user:{person.seat.user_id}",
        )
    )


async def test_a_copy_says_everything_and_no_secret(shop: Any) -> None:
    """Every table that names them is in the copy at once and in the file; nobody else is."""
    wanda, other = await somebody(shop), await somebody(shop)
    key = await wanda.seat.post("/api-keys", json={"name": "Sync", "scopes": ["orders:read"]})
    assert key.status_code == 201, key.text
    reply = await wanda.seat.get("/auth/me/export")
    assert reply.status_code == 200, reply.text
    said = reply.json()["data"]
    assert all(table["complete"] for table in said["data"])
    tables = {table["table"] for table in said["data"]}
    assert {"users", "memberships", "token_families", "api_keys", "invites", "audit_log"} <= tables
    assert (await naming(shop, *wanda.words)).keys() <= tables
    assert all(word in reply.text for word in wanda.words)
    assert not any(word in reply.text for word in other.words)
    assert key.json()["data"]["key"] not in reply.text
    names = {name for table in said["data"] for row in table["rows"] for name in row}
    assert not SECRETS & names

    asked = await wanda.seat.post("/auth/me/data-requests")
    assert asked.status_code == 202, asked.text
    again = await wanda.seat.post("/auth/me/data-requests")
    assert again.json()["data"]["id"] == asked.json()["data"]["id"]
    path = f"/auth/me/data-requests/{asked.json()['data']['id']}/copy.json"
    early = await wanda.seat.get(path)
    assert (early.status_code, early.json()["error"]["code"]) == (409, "copy_not_ready")
    await shop.run()
    [row] = (await wanda.seat.get("/auth/me/data-requests")).json()["data"]
    assert (row["kind"], row["state"]) == ("export", "done")
    assert {line["table"] for line in row["receipt"]} >= tables
    file = await wanda.seat.get(path)
    assert file.headers["content-disposition"].startswith("attachment")
    assert int(row["file_bytes"]) == len(file.content)
    whole = json.loads(file.content)
    assert {table["table"] for table in whole["data"]} >= tables
    # A colleague gets neither the list nor the file.
    assert (await other.seat.get(path)).status_code == 404
    assert (await other.seat.get("/auth/me/data-requests")).json()["data"] == []


async def test_rows_that_do_not_fit_are_said_to_be_missing(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once there is a limit, and the reply does not hide it; the file has all."""
    wanda = await somebody(shop)
    monkeypatch.setattr(service, "AT_ONCE", 1)
    said = (await wanda.seat.get("/auth/me/export")).json()["data"]["data"]
    [did] = [table for table in said if table["about"] == "What you did"]
    assert (did["complete"], len(did["rows"])) == (False, 1)
    asked = (await wanda.seat.post("/auth/me/data-requests")).json()["data"]
    await shop.run()
    file = await wanda.seat.get(f"/auth/me/data-requests/{asked['id']}/copy.json")
    [did] = [table for table in file.json()["data"] if table["about"] == "What you did"]
    assert (did["complete"], len(did["rows"]) > 1) == (True, True)


async def test_a_file_can_be_downloaded_for_fourteen_days(
    shop: Any, shift_clock: Callable[[float], None]
) -> None:
    """Then the link is over."""
    wanda = await somebody(shop)
    asked = (await wanda.seat.post("/auth/me/data-requests")).json()["data"]
    await shop.run()
    shift_clock(timedelta(days=14, minutes=1).total_seconds())
    login = {"email": wanda.email, "password": PASSWORD}
    signed = await shop.api.post("/api/v1/auth/login", json=login)
    wanda.seat.access_token = signed.json()["data"]["access_token"]
    over = await wanda.seat.get(f"/auth/me/data-requests/{asked['id']}/copy.json")
    assert (over.status_code, over.json()["error"]["code"]) == (409, "copy_not_ready")
    [row] = (await wanda.seat.get("/auth/me/data-requests")).json()["data"]
    assert row["file_until"] is None


async def test_whoever_leaves_is_named_nowhere(shop: Any, mailbox: Path) -> None:
    """Log-ins and keys end at once; a job takes name and address out of mails, invitations and the
    log, whose actor leads to nobody; the address is free again. Planted below: a table left out."""
    wanda = await somebody(shop)
    owner = shop.store.merchant
    changed = await owner.patch(f"/team/members/{wanda.seat.user_id}", json={"role": "owner"})
    assert changed.status_code == 200, changed.text
    made = (
        await wanda.seat.post("/api-keys", json={"name": "Sync", "scopes": ["orders:read"]})
    ).json()["data"]
    copy = (await wanda.seat.post("/auth/me/data-requests")).json()["data"]
    await confirm_address(shop.kernel, wanda.seat)
    guest = {"email": f"guest.{secrets.token_hex(6)}@example.com", "role": "viewer"}
    assert (await wanda.seat.post("/team/invites", json=guest)).status_code == 201
    await shop.run()
    assert {"invites", "mail_messages", "audit_log"} <= (await naming(shop, *wanda.words)).keys()
    deeds = await _entries(shop, wanda)

    refused = await wanda.seat.delete("/auth/me", json={"password": "not it at all"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "wrong_password")
    assert (await wanda.seat.get("/auth/me")).status_code == 200
    assert (await wanda.seat.delete("/auth/me", json={})).status_code == 422
    outlook = (await wanda.seat.get("/auth/me/leaving")).json()["data"]
    ends = {one["tenant_id"]: one for one in outlook["businesses"]}
    here = ends.pop(str(shop.tenant_id))
    assert (here["closes"], here["in_the_way"], here["api_keys"]) == (False, [], 1)
    [own] = ends.values()
    assert (own["closes"], own["stores"], own["in_the_way"]) == (True, 0, [])

    gone = await wanda.leaves()
    assert (gone["kind"], gone["state"]) == ("erase", "queued")
    deleted = {line["table"] for line in gone["receipt"] if line["done"] == "deleted"}
    assert {"users", "memberships", "token_families"} <= deleted
    assert (await wanda.seat.get("/auth/me")).status_code == 401
    robot = {"Authorization": f"Bearer {made['key']}"}
    orders = f"/api/v1{shop.store.path}/orders"
    assert (await shop.api.get(orders, headers=robot)).status_code == 401
    login = {"email": wanda.email, "password": PASSWORD}
    assert (await shop.api.post("/api/v1/auth/login", json=login)).status_code == 401

    await shop.run(ahead=timedelta(minutes=11))
    assert await naming(shop, *wanda.words) == {}
    assert "mail_messages" in await naming(shop, guest["email"]), "somebody else's stays"
    business = Scope(tenant_id=next(iter(ends)))
    async with shop.kernel.database.transaction(business) as session:
        assert await session.scalar(text("select name from tenants")) == "[erased]"
    [row] = await shop.rows(
        "select * from user_data_requests where kind = 'erase' and user_id = :user",
        user=wanda.seat.user_id,
    )
    assert (row["state"], row["email"], row["waits_for"]) == ("done", None, [])
    # What they did stays, by a number that leads to nobody.
    after = await _entries(shop, wanda)
    assert len(after) == len(deeds) + 1
    listed = await owner.get(f"/audit?actor=user:{wanda.seat.user_id}")
    assert {one["actor"]["name"] for one in listed.json()["data"]} == {None}
    letters = [path.read_bytes().decode() for path in mailbox.glob("*.eml")]
    assert [one for one in letters if wanda.email in one and "Your account is deleted" in one]
    # The copy went along, and the address is free for somebody new.
    [old] = await shop.rows("select * from user_data_requests where id = :id", id=copy["id"])
    assert (old["email"], old["file_bytes"]) == (None, None)
    await register_merchant(shop.api, email=wanda.email)


async def test_a_table_that_is_left_out_is_seen(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: invitations forgotten in the list, then the words of the log. The scan of the
    catalogue names them."""
    wanda = await somebody(shop)
    left = tuple(holding for holding in USER_HOLDINGS if holding.table != "invites")
    monkeypatch.setattr(service, "USER_HOLDINGS", left)
    await wanda.leaves()
    await shop.run(ahead=timedelta(minutes=11))
    assert (await naming(shop, *wanda.words)).keys() == {"invites"}
    monkeypatch.undo()

    zoe = await somebody(shop)

    async def nothing(*_: Any) -> int:
        return 0

    monkeypatch.setattr("commerce.privacy.people.repository.blank_log", nothing)
    await zoe.leaves()
    await shop.run(ahead=timedelta(minutes=11))
    assert (await naming(shop, *zoe.words)).keys() == {"audit_log"}


async def test_a_colleague_is_not_touched(shop: Any) -> None:
    """Whoever stays is named where they were."""
    wanda, zoe = await somebody(shop), await somebody(shop)
    before = await naming(shop, *zoe.words)
    await wanda.leaves()
    await shop.run(ahead=timedelta(minutes=11))
    assert await naming(shop, *zoe.words) == before
    assert (await zoe.seat.get("/auth/me")).status_code == 200


async def test_the_second_factor_is_asked_for_where_it_is_on(shop: Any) -> None:
    wanda = await somebody(shop)
    codes = await turn_on_second_factor(wanda.seat)
    assert (await wanda.seat.get("/auth/me/leaving")).json()["data"]["needs_code"] is True
    for body in ({}, {"code": "000000"}):
        said = await wanda.leaves(403, **body)
        assert said["code"] == "wrong_code"
    assert (await wanda.seat.get("/auth/me")).status_code == 200
    await wanda.leaves(code=codes[0])
    assert (await wanda.seat.get("/auth/me")).status_code == 401


async def _refused(merchant: Merchant, code: str, **body: Any) -> list[str]:
    """What is in the way: the fields of the details. Nothing happened."""
    reply = await merchant.delete("/auth/me", json={"password": PASSWORD, **body})
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, code), reply.text
    assert (await merchant.get("/auth/me")).status_code == 200
    return [detail["field"] for detail in reply.json()["error"]["details"]]


async def test_the_last_owner_leaves_no_order_no_team_and_no_bill_behind(
    shop: Any, shift_clock: Callable[[float], None]
) -> None:
    """Each is refused with its remedy; once nothing is in the way the stores close along, if the
    owner says so. A mail that never leaves is not waited for beyond a day. Planted: nothing is in
    anybody's way."""
    owner, store = shop.store.merchant, shop.store
    wanda = await somebody(shop, "staff")
    shopper = await shop.shopper((await shop.variant(stock=9), 1))
    order = await shopper.buy()
    await shop.run()
    async with shop.transaction() as session:
        await session.execute(
            text(
                """insert into subscriptions (tenant_id, id, state, state_since, plan, provider,
                     provider_ref) values (:tenant, gen_random_uuid(), 'active', now(), 'starter',
                     'mock', :ref)"""
            ),
            {"tenant": shop.tenant_id, "ref": secrets.token_hex(8)},
        )
    found = await _refused(owner, "still_needed", close_businesses=True)
    assert found == ["team", "orders", "subscription"]
    [end] = (await owner.get("/auth/me/leaving")).json()["data"]["businesses"]
    assert (end["closes"], end["people"], end["orders"], end["renews"]) == (True, 1, 1, True)

    await owner.delete(f"/team/members/{wanda.seat.user_id}")
    async with shop.transaction() as session:
        await session.execute(text("update subscriptions set cancel_at_end = true"))
    assert await _refused(owner, "still_needed", close_businesses=True) == ["orders"]
    # A shopper on the payment page counts, too.
    other = await shop.shopper((await shop.variant(stock=9), 1))
    await other.start()
    item = (await owner.get(f"{store.path}/orders/{order['id']}")).json()["data"]["items"][0]
    parcel = {
        "carrier": "DHL",
        "tracking_number": "1",
        "status": "shipped",
        "items": [{"item_id": item["id"], "quantity": 1}],
    }
    shipped = await owner.post(f"{store.path}/orders/{order['id']}/fulfillments", json=parcel)
    assert shipped.status_code == 201, shipped.text
    assert await _refused(owner, "still_needed", close_businesses=True) == ["orders"]
    await other.choose("decline")
    assert (await other.state())["state"] == "failed"
    await shop.run()

    assert await _refused(owner, "closes_businesses") == ["close_businesses"]
    assert (await shop.api.get(store.public)).status_code == 200
    gone = await owner.delete("/auth/me", json={"password": PASSWORD, "close_businesses": True})
    assert gone.status_code == 200, gone.text
    assert (await shop.api.get(store.public)).status_code == 404
    await shop.run()
    assert (await naming(shop, owner.email)).keys() == {"mail_messages", "user_data_requests"}
    shift_clock(timedelta(days=1, minutes=11).total_seconds())
    await shop.run()
    assert await naming(shop, owner.email) == {}
    # What the law wants kept is there.
    assert await shop.one("select count(*) from orders") == 1


async def test_of_two_owners_who_leave_at_once_one_is_the_last(shop: Any) -> None:
    """Whoever comes second has the order to deal with. Planted: nobody holds the team still."""
    owner = shop.store.merchant
    wanda = await somebody(shop)
    await owner.patch(f"/team/members/{wanda.seat.user_id}", json={"role": "owner"})
    await (await shop.shopper((await shop.variant(stock=9), 1))).buy()
    replies = await _both_leave(owner, wanda)
    assert sorted(reply.status_code for reply in replies) == [200, 409]
    [late] = [reply for reply in replies if reply.status_code == 409]
    assert late.json()["error"]["code"] == "still_needed"


async def _both_leave(owner: Merchant, wanda: Person) -> list[httpx2.Response]:
    body = {"password": PASSWORD, "close_businesses": True}
    return list(
        await asyncio.gather(
            owner.delete("/auth/me", json=body), wanda.seat.delete("/auth/me", json=body)
        )
    )


async def test_without_holding_the_team_both_owners_leave(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: nobody holds the team meanwhile, and the business is left to nobody, with its
    order."""
    owner = shop.store.merchant
    wanda = await somebody(shop)
    await owner.patch(f"/team/members/{wanda.seat.user_id}", json={"role": "owner"})
    await (await shop.shopper((await shop.variant(stock=9), 1))).buy()
    looked, both = leaving._ends, asyncio.Barrier(2)

    async def wait_for_the_other(*args: Any) -> Any:
        found = await looked(*args)
        await both.wait()
        return found

    async def hold_nothing(*_: Any) -> None:
        return None

    monkeypatch.setattr(leaving, "_hold", hold_nothing)
    monkeypatch.setattr(leaving, "_ends", wait_for_the_other)
    replies = await _both_leave(owner, wanda)
    assert [reply.status_code for reply in replies] == [200, 200]
    assert await shop.one("select count(*) from memberships where role = 'owner'") == 0


async def test_a_business_that_was_left_long_ago_forgets_as_well(
    shop: Any,
) -> None:
    """Somebody was taken out of a team; when they delete their account, that team's log forgets
    their name."""
    wanda = await somebody(shop)
    await shop.store.merchant.delete(f"/team/members/{wanda.seat.user_id}")
    assert "audit_log" in await naming(shop, *wanda.words)
    login = {"email": wanda.email, "password": PASSWORD}
    signed = (await shop.api.post("/api/v1/auth/login", json=login)).json()["data"]
    wanda.seat.access_token = signed["access_token"]
    await wanda.leaves()
    await run_outbox(shop.kernel, signed["user"]["tenant_id"], ahead=timedelta(minutes=11))
    assert await naming(shop, *wanda.words) == {}
