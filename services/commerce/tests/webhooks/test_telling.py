"""What happens in a store reaches those who asked for it, signed, once."""

import asyncio
import base64
import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

import pytest

from commerce.public_events.catalogue import CATALOGUE
from commerce.public_events.samples import sample
from ecomm_core import clock
from ecomm_core.contracts.names import EventName
from ecomm_core.contracts.payloads import Envelope
from ecomm_core.delivery.service import Outgoing, enqueue
from ecomm_core.delivery.signing import BadSignature, verify
from ecomm_core.ids import new_id
from ecomm_testing.actors import create_store

from .conftest import Hooks


async def test_an_event_is_told_once_and_signed(hooks: Hooks) -> None:
    """`events.md` §4: Standard Webhooks over the raw bytes, under the event's id."""
    receiver = hooks.receiver()
    webhook = await hooks.hook(receiver.url, EventName.PRODUCT_UPDATED)
    product = await hooks.product()
    await hooks.change(product, "Stoneware mug")
    await hooks.work()

    [heard] = receiver.heard
    [event] = await hooks.rows(
        "select id, sequence from events where type = 'product.updated' and resource_id = :id",
        id=product,
    )
    said = json.loads(heard.body)
    assert heard.headers["webhook-id"] == said["id"] == str(event["id"])
    assert said["type"] == "product.updated"
    assert said["sequence"] == event["sequence"]
    assert said["data"]["title"] == "Stoneware mug"
    assert said["test"] is False
    assert heard.headers["content-type"] == "application/json"

    # By hand, as a receiver in any language would.
    secret = hooks.secrets[webhook]
    key = base64.b64decode(secret.removeprefix("whsec_"))
    stamp = heard.headers["webhook-timestamp"]
    signed = f"{said['id']}.{stamp}.".encode() + heard.body
    digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert heard.headers["webhook-signature"] == f"v1,{digest}"
    with pytest.raises(BadSignature):
        verify(heard.headers, heard.body + b" ", [secret], now=clock.timestamp())

    await hooks.later(hours=1)
    assert len(receiver.heard) == 1
    [logged] = await hooks.log(webhook)
    assert (logged["status"], logged["attempts"], logged["response_code"]) == ("delivered", 1, 204)
    detail = await hooks.get(f"/{webhook}/deliveries/{logged['id']}")
    assert json.loads(detail["body"]) == said
    assert detail["tries"][0]["request_headers"]["webhook-id"] == said["id"]


async def test_an_event_asked_for_twice_by_the_worker_is_one_message(hooks: Hooks) -> None:
    """The worker is killed between writing the messages and noting that it did."""
    receiver = hooks.receiver()
    await hooks.hook(receiver.url)
    await hooks.happen()
    await hooks.work()
    await hooks.rows(
        """update outbox set done_at = null, lease_until = null
            where task = 'commerce.webhooks.deliver' returning id"""
    )
    await hooks.work()
    assert len(receiver.heard) == 1


async def test_no_row_is_written_where_nobody_listens(hooks: Hooks) -> None:
    """A store without a webhook, with one for something else, or with one that is off, costs
    nothing; another store of the business hears nothing."""
    query = "select 1 from outbox where task = 'commerce.webhooks.deliver'"
    await hooks.happen()
    receiver = hooks.receiver()
    await hooks.hook(receiver.url, EventName.ORDER_PAID)
    off = await hooks.hook(receiver.url)
    path = f"{hooks.path}/{off}"
    assert (await hooks.store.merchant.patch(path, json={"enabled": False})).status_code == 200
    other = await create_store(hooks.store.merchant, hooks.kernel)
    await hooks.store.merchant.post(
        f"{other.path}/webhooks",
        json={"name": "Other", "url": receiver.url, "types": ["product.updated"]},
    )
    await hooks.happen()
    assert await hooks.rows(query) == []
    await hooks.work()
    assert receiver.heard == []


async def test_products_that_change_together_are_a_message_each_after_what_is_urgent(
    hooks: Hooks,
) -> None:
    """`*.bulk_changed` goes by queue `bulk`; what concerns one thing overtakes what waits of it."""
    receiver = hooks.receiver()
    webhook = await hooks.hook(receiver.url, EventName.PRODUCT_UPDATED, EventName.PRODUCT_DELETED)
    ids = [await hooks.product() for _ in range(3)]
    await hooks.work()
    body = {"ids": ids, "status": "archived"}
    reply = await hooks.store.merchant.post(f"{hooks.store.path}/products/bulk-status", json=body)
    assert reply.status_code in {200, 202}, reply.text
    [row] = await hooks.rows(
        "select queue from outbox where task = 'commerce.webhooks.deliver' and done_at is null"
    )
    assert row["queue"] == "bulk"
    await hooks.work()
    told = [json.loads(one.body) for one in receiver.heard]
    assert {one["data"]["product_id"] for one in told} == set(ids), await hooks.log(webhook)
    assert {one["type"] for one in told} == {"product.deleted"}
    assert len(set(receiver.ids)) == 3

    receiver.heard.clear()
    many = await hooks.say(webhook, 20, bulk=True)
    [urgent] = await hooks.say(webhook)
    await hooks.sweep()
    assert set(receiver.ids) == {str(urgent), *map(str, many)}
    assert str(urgent) in receiver.ids[:4], "it went with the first few"


async def test_an_order_is_told_without_owner_or_cost(hooks: Hooks, shop: Any) -> None:
    """From the purchase to the refund; what is said fits the public models."""
    receiver = hooks.receiver()
    await hooks.hook(receiver.url, *EventName)
    shopper = await shop.shopper((await shop.variant(price=2499), 2))
    order = await shopper.buy()
    await hooks.work()
    told = {one["type"]: one for one in (json.loads(one.body) for one in receiver.heard)}
    created = told["order.created"]
    assert created["resource_id"] == created["data"]["order_id"] == order["id"]
    assert created["data"]["items"][0]["unit_price"] == {"amount": 2499, "currency": "EUR"}
    assert created["data"]["total"]["currency"] == "EUR"
    assert "order.paid" in told
    said = b"".join(one.body for one in receiver.heard).decode()
    for hidden in ("tenant", str(hooks.tenant_id), "cost", "whsec_"):
        assert hidden not in said


@pytest.mark.parametrize("event", CATALOGUE, ids=lambda event: event.name)
def test_every_event_of_the_catalogue_has_a_sample_that_fits(event: Any) -> None:
    made = sample(event.name)
    assert Envelope.model_validate_json(made.model_dump_json()) == made
    assert event.model.model_validate(made.data).model_dump(mode="json") == made.data
    assert event.name == event.source.type


async def test_events_told_at_the_same_time_do_not_block_each_other_in_a_circle(
    hooks: Hooks,
) -> None:
    """Each writes messages for the same webhooks. Planted: their rows locked `for update`, which
    the messages' foreign key stands against."""
    receiver = hooks.receiver()
    ids = [UUID(await hooks.hook(receiver.url)) for _ in range(3)]

    async def tell() -> None:
        async with hooks.transaction() as session:
            messages = [Outgoing(one, new_id(), "product.updated", "{}") for one in ids]
            await enqueue(session, messages, tenant_id=hooks.tenant_id, now=clock.now())

    for _ in range(15):
        await asyncio.gather(*(tell() for _ in range(5)))
    written = await hooks.rows("select count(*) as n from deliveries")
    assert written[0]["n"] == 225
