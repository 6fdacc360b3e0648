"""The inbox: verified on raw bytes, stored once, answered, worked on in order."""

import json
import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.delivery.signing import new_secret, platform_headers, standard_headers
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.product.inbox.errors import EarlierFirst
from ecomm_testing.products import Shop
from ecomm_testing.products.desk import signed
from ecomm_testing.products.serving import Run

MONEY = {"amount": 100, "currency": "EUR"}


def product(product_id: UUID, title: str = "Lamp") -> dict[str, Any]:
    return {
        "product_id": str(product_id),
        "slug": "lamp",
        "title": title,
        "status": "active",
        "price_min": MONEY,
        "price_max": MONEY,
    }


async def kept(kernel: Kernel, shop: Shop) -> list[tuple[Any, ...]]:
    """(type, state, sequence) in the order of arrival."""
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        rows = await session.execute(text("select type, state, sequence from inbox order by id"))
        return [tuple(row) for row in rows]


async def notes(kernel: Kernel, shop: Shop) -> list[str]:
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        return list(await session.scalars(text("select words from notes order by id")))


async def test_an_event_said_five_times_is_kept_once_and_worked_on_once(
    shop: Shop, kernel: Kernel, run: Run
) -> None:
    """Fault it was seen to catch: no uniqueness of (connection, event)."""
    body = shop.message("product.created", product(uuid4()), sequence=None)
    for _ in range(5):
        reply = await shop.desk.post(body, signed(body, shop.secret, "product.created"))
        assert reply.status_code == 200
    assert await run(shop.tenant_id) == ["template_product.platform.event"]
    assert await kept(kernel, shop) == [("product.created", "done", None)]
    assert await notes(kernel, shop) == ["Lamp"]


@pytest.mark.parametrize("family", ["standard", "platform"])
async def test_each_family_of_headers_alone_is_enough(
    shop: Shop, kernel: Kernel, family: str
) -> None:
    body = shop.message("product.created", product(uuid4()))
    event_id, now = json.loads(body)["id"], int(clock.timestamp())
    headers = (
        standard_headers(event_id, now, body, [shop.secret])
        if family == "standard"
        else platform_headers(event_id, "product.created", now, body, shop.secret)
    )
    assert (await shop.desk.post(body, headers)).status_code == 200
    assert len(await kept(kernel, shop)) == 1


def _forged(shop: Shop) -> dict[str, tuple[bytes, dict[str, str]]]:
    body = shop.message("product.created", product(uuid4()))
    good = signed(body, shop.secret, "product.created")
    other = shop.message("product.created", product(uuid4()))
    own = {name: value for name, value in good.items() if name.startswith("x-platform")}
    return {
        "nothing signed": (body, {}),
        "another's secret": (body, signed(body, new_secret(), "product.created")),
        "another body": (other, good),
        "one byte more": (body + b" ", good),
        "too old": (body, signed(body, shop.secret, "product.created", at=int(time.time()) - 301)),
        "from the future": (
            body,
            signed(body, shop.secret, "product.created", at=int(time.time()) + 301),
        ),
        "one family wrong": (body, {**good, "x-platform-signature": "sha256=" + "0" * 64}),
        "another id in the header": (body, {**own, "x-platform-delivery": str(uuid4())}),
        "no JSON": (b"{", good),
        "no store": (b"{}", good),
    }


@pytest.mark.parametrize(
    "case",
    [
        "nothing signed", "another's secret", "another body", "one byte more", "too old",
        "from the future", "one family wrong", "another id in the header", "no JSON", "no store",
    ],
)  # fmt: skip
async def test_what_is_not_signed_for_this_store_now_is_refused_and_not_kept(
    shop: Shop, kernel: Kernel, run: Run, case: str
) -> None:
    """Fault it was seen to catch: the time not looked at, and one right family being enough."""
    body, headers = _forged(shop)[case]
    reply = await shop.desk.post(body, headers)
    assert (reply.status_code, reply.json()["data"]) == (401, None)
    assert reply.json()["error"]["code"] == "unknown_sender"
    assert await kept(kernel, shop) == []
    assert await run(shop.tenant_id) == []


async def test_a_stranger_learns_nothing_about_which_stores_are_connected(shop: Shop) -> None:
    unknown = shop.desk.shop()
    replies = []
    for one in (shop, unknown):
        body = one.message("product.created", product(uuid4()))
        replies.append(await shop.desk.post(body, signed(body, new_secret(), "product.created")))
    known, strange = ({**r.json()["error"], "request_id": ""} for r in replies)
    assert (replies[0].status_code, known) == (replies[1].status_code, strange)


async def test_another_stores_secret_opens_nothing(
    shop: Shop, other_shop: Shop, kernel: Kernel
) -> None:
    body = shop.message("product.created", product(uuid4()))
    reply = await shop.desk.post(body, signed(body, other_shop.secret, "product.created"))
    assert reply.status_code == 401
    assert (await kept(kernel, shop), await kept(kernel, other_shop)) == ([], [])


async def test_a_store_that_was_let_go_is_told_so(shop: Shop, kernel: Kernel, run: Run) -> None:
    await shop.desk.send("DELETE", f"/connections/{shop.store_id}")
    reply = await shop.tell("product.created", product(uuid4()))
    assert (reply.status_code, reply.json()["data"]) == (410, None)
    assert await kept(kernel, shop) == []
    assert await run(shop.tenant_id) == []


async def test_what_arrived_before_a_store_was_let_go_is_not_worked_on(
    shop: Shop, kernel: Kernel, run: Run
) -> None:
    await shop.tell_product()
    await shop.desk.send("DELETE", f"/connections/{shop.store_id}")
    await run(shop.tenant_id)
    assert await kept(kernel, shop) == [("product.created", "ignored", 1)]
    assert await notes(kernel, shop) == []


async def test_a_stale_event_is_kept_and_not_worked_on(
    shop: Shop, kernel: Kernel, run: Run
) -> None:
    """Fault it was seen to catch: sequences not compared."""
    one = uuid4()
    await shop.tell_product("second", resource_id=one, sequence=5)
    await shop.tell_product("first", resource_id=one, sequence=4)
    await shop.tell_product("other", sequence=1)
    await run(shop.tenant_id)
    states = [(state, sequence) for _, state, sequence in await kept(kernel, shop)]
    assert states == [("done", 5), ("stale", 4), ("done", 1)]
    assert await notes(kernel, shop) == ["second", "other"]


async def test_events_of_a_resource_are_worked_on_in_their_order(
    shop: Shop, kernel: Kernel, run: Run
) -> None:
    """The task of the later one comes first: it gives way, and both are worked on."""
    from ecomm_core.product.inbox.working import work

    one = uuid4()
    await shop.tell_product("first", resource_id=one, sequence=1)
    await shop.tell_product("second", resource_id=one, sequence=2)
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        last = await session.scalar(text("select id from inbox where sequence = 2"))
    delivery = Delivery(
        shop.tenant_id, uuid4(), 1, {"inbox_id": str(last)}, None, None, None, None, None, None, {}
    )
    with pytest.raises(EarlierFirst):
        async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
            await work(kernel, session, delivery)
    await run(shop.tenant_id)
    assert await notes(kernel, shop) == ["first", "second"]


async def test_a_test_message_and_one_without_a_hearer_are_kept_and_not_worked_on(
    shop: Shop, kernel: Kernel, run: Run
) -> None:
    await shop.tell_product(test=True)
    await shop.tell("order.paid", {})
    assert await run(shop.tenant_id) == []
    assert [state for _, state, _ in await kept(kernel, shop)] == ["ignored", "ignored"]


async def test_a_suspended_store_is_marked_until_it_is_heard_of_again(shop: Shop, run: Run) -> None:
    owner = await shop.sign_in()
    await shop.tell("store.suspended", {}, resource_type="store", resource_id=str(shop.store_id))
    await run(shop.tenant_id)
    assert (await owner.get("/connections")).json()["data"][0]["suspended_at"] is not None
    await shop.tell_product()
    assert (await owner.get("/connections")).json()["data"][0]["suspended_at"] is None


async def test_an_erased_customer_is_in_no_event_any_more(
    shop: Shop, kernel: Kernel, run: Run
) -> None:
    """By id, and by the address that their events carried. Fault it was seen to catch: orders with
    the address left as they were."""
    gone, stays = uuid4(), uuid4()
    for customer, email in ((gone, "gone@example.com"), (stays, "stays@example.com")):
        data = {"customer_id": str(customer), "email": email, "name": "N"}
        await shop.tell("customer.created", data, resource_id=str(customer))
        await shop.tell("order.created", {"email": email.upper(), "customer_name": "N"})
    told = {"customer_id": str(gone), "request_id": str(uuid4())}
    await shop.tell("customer.erased", told, resource_id=str(gone), sequence=0)
    await run(shop.tenant_id)
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        left = "".join(await session.scalars(text("select data::text from inbox")))
    assert "gone@example.com" not in left.lower()
    assert left.lower().count("stays@example.com") == 2


async def test_a_deleted_store_leaves_nothing_but_that_it_was(
    shop: Shop, other_shop: Shop, kernel: Kernel, run: Run
) -> None:
    """Also of a store that was let go before. Fault it was seen to catch: a table with a store_id
    that was passed over."""
    for one in (shop, other_shop):
        await one.tell_product()
        await run(one.tenant_id)
    await shop.desk.send("DELETE", f"/connections/{shop.store_id}")
    reply = await shop.tell(
        "store.deleted", {}, resource_type="store", resource_id=str(shop.store_id)
    )
    assert reply.status_code == 200
    await run(shop.tenant_id)
    assert (await notes(kernel, shop), await notes(kernel, other_shop)) == ([], ["Lamp"])
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        row = (await session.execute(text("select * from platform_connections"))).mappings().one()
        assert await session.scalar(text("select count(*) from inbox")) == 1
    assert (row["status"], row["name"], row["webhook_secrets"]) == ("deleted", "", [])
    assert (await shop.tell("product.created", product(uuid4()))).status_code == 401
