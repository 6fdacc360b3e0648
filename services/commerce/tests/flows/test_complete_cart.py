"""The one way to an order: whoever comes, however often, in whatever order."""

import asyncio
import itertools
import json
import secrets
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_connectors.payments.mock.provider import SIGNATURE_HEADER
from ecomm_connectors.payments.port import RefundRequest
from ecomm_connectors.payments.signature import sign
from ecomm_core import clock

TYPES = ("processing", "succeeded", "session.completed", "refunded")


async def _webhook(shop: Any, ref: str, kind: str, event_id: str) -> int:
    """An event of the provider about a payment, signed, as our route sees it."""
    body = json.dumps(
        {"id": event_id, "type": kind, "created": int(clock.timestamp()), "payment": ref}
    ).encode()
    mock = shop.providers.mock
    headers = {SIGNATURE_HEADER: sign(mock.secret, body, int(clock.timestamp()))}
    reply = await shop.api.post("/api/v1/webhooks/mock", content=body, headers=headers)
    return int(reply.status_code)


def _ref(shopper: Any) -> str:
    return str(shopper.payment_url).rsplit("/", 1)[1]


async def _paid_unheard(shop: Any, stock: int = 5) -> tuple[Any, Any]:
    """(shopper, variant): paid at the provider, and nobody here knows."""
    variant = await shop.variant(stock=stock)
    shopper = await shop.shopper((variant, 1))
    await shopper.start()
    shop.providers.deliver = _lost
    await shopper.choose("pay")
    return shopper, variant


async def _lost(_body: bytes, _headers: Any) -> int:
    raise ConnectionError("the network ate it")


async def _worker(shop: Any) -> None:
    """Several clocks and workers at once."""
    await asyncio.gather(*(shop.work() for _ in range(3)))


@pytest.mark.parametrize(
    "order", list(itertools.permutations(TYPES)), ids=lambda order: "-".join(t[0] for t in order)
)
async def test_every_order_of_events_gives_one_order(shop: Any, order: tuple[str, ...]) -> None:
    """R5.2, R5.3: each order of the four events x 10 concurrent copies x the shopper's return.

    Planted: an inbox that keeps each copy of an event as a new one. A completion without the lock
    and the unique key is planted in `test_one_order.py`, where two meet at the moment that matters.
    """
    shopper, variant = await _paid_unheard(shop)
    for kind in order:
        event_id = f"evt_{secrets.token_hex(8)}"
        results = await asyncio.gather(
            *(_webhook(shop, _ref(shopper), kind, event_id) for _ in range(10)),
            shopper.state(),
            _worker(shop),
        )
        assert set(results[:10]) == {200}
    await shop.run()

    state = await shopper.state()
    assert state["state"] == "completed"
    orders = await shop.rows("select id, number, payment_status from orders")
    assert [(row["number"], row["payment_status"]) for row in orders] == [(1001, "paid")]
    assert str(orders[0]["id"]) == state["order"]["id"]
    assert await shop.stock(variant) == (5, 1, 0)
    [payment] = await shop.rows("select order_id, captured, refunded, status from payments")
    assert payment["order_id"] == orders[0]["id"]
    assert (payment["captured"], payment["refunded"], payment["status"]) == (2989, 0, "captured")
    assert await shop.one("select count(*) from provider_events") == 4, "each event once"
    assert await shop.one("select count(*) from refunds") == 0
    mails = await shop.one(
        "select count(*) from mail_messages where store_id is not null and sent_at is not null"
    )
    assert mails == 1


async def _refund_at_provider(shop: Any, shopper: Any, amount: int) -> None:
    """Somebody gives money back in the provider's own pages."""
    await shop.providers.mock.refund(
        RefundRequest(
            idempotency_key=secrets.token_hex(8),
            reference=f"elsewhere-{uuid4()}",
            provider_ref=_ref(shopper),
            amount=amount,
            currency="EUR",
        )
    )


@pytest.mark.parametrize(
    "order", list(itertools.permutations(TYPES)), ids=lambda order: "-".join(t[0] for t in order)
)
async def test_money_given_back_before_we_heard_buys_nothing(
    shop: Any, order: tuple[str, ...]
) -> None:
    """R5.3: paid and refunded before any event arrived: no order, the stock is free again."""
    shopper, variant = await _paid_unheard(shop)
    await _refund_at_provider(shop, shopper, 2989)
    for kind in order:
        event_id = f"evt_{secrets.token_hex(8)}"
        await asyncio.gather(
            *(_webhook(shop, _ref(shopper), kind, event_id) for _ in range(10)),
            shopper.state(),
            _worker(shop),
        )
    state = await shopper.state()
    assert (state["state"], state["order"]) == ("refunded", None)
    assert await shop.one("select count(*) from orders") == 0
    assert await shop.stock(variant) == (5, 0, 0)
    assert await shop.one("select count(*) from refunds") == 0, "nothing is given back twice"


async def test_a_refund_in_the_providers_pages_reaches_the_order(shop: Any) -> None:
    """R6.2: payment status is derived from what the provider counts."""
    shopper, _ = await _paid_unheard(shop)
    await shopper.state()
    await _refund_at_provider(shop, shopper, 1000)
    await _webhook(shop, _ref(shopper), "refunded", "evt_partial")
    await shop.run()
    assert await shop.one("select payment_status from orders") == "partially_refunded"
    await _refund_at_provider(shop, shopper, 1989)
    await _webhook(shop, _ref(shopper), "refunded", "evt_rest")
    await shop.run()
    assert await shop.one("select payment_status from orders") == "refunded"
    kinds = await shop.rows("select kind, data from order_timeline order by at, id")
    back = [row["data"]["amount"] for row in kinds if row["kind"] == "refunded"]
    assert back == [1000, 1989]
    sums = await shop.rows(
        "select data from events where type = 'order.refunded' order by sequence"
    )
    assert [row["data"]["refunded"] for row in sums] == [1000, 2989]


async def test_ten_returns_at_once_find_one_order(shop: Any) -> None:
    """R5.2: the losers get the winner's order."""
    shopper, _ = await _paid_unheard(shop)
    states = await asyncio.gather(*(shopper.state() for _ in range(10)))
    assert {state["state"] for state in states} == {"completed"}
    assert len({state["order"]["id"] for state in states}) == 1
    assert await shop.one("select count(*) from orders") == 1


async def test_a_dead_reply_after_the_commit_loses_nothing(shop: Any) -> None:
    """Kill between commit and reply: the next look finds the same order."""
    shopper, _ = await _paid_unheard(shop)
    first = await shopper.state()
    again = await shopper.state()
    assert again["order"] == first["order"]
    await _webhook(shop, _ref(shopper), "succeeded", "evt_late")
    await shop.run()
    assert await shop.one("select count(*) from orders") == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"amount": 1, "amount_captured": 1},
        {"amount_captured": 2988},
        {"currency": "USD"},
        {"reference": "somebody-else"},
    ],
    ids=["amount", "captured", "currency", "reference"],
)
async def test_a_payment_that_does_not_fit_never_completes(
    shop: Any, provider: Any, lie: dict[str, Any]
) -> None:
    """R2.3: total = amount sent to the provider; what differs is given back and said."""
    shopper, variant = await _paid_unheard(shop)
    provider.after["fetch"] = lambda told: replace(told, **lie)
    state = await shopper.state()
    assert (state["state"], state["order"]) == ("refunded", None)
    assert "does not fit" in state["message"]
    assert await shop.one("select count(*) from orders") == 0
    assert await shop.stock(variant) == (5, 0, 0)
    [refund] = await shop.rows("select amount, status, reason from refunds")
    assert (refund["status"], refund["reason"]) == ("pending", "mismatch")
    [audited] = await shop.rows("select after from audit_log where action = 'payment.give_back'")
    assert audited["after"]["reason"] == "mismatch"
    again = await shopper.state()
    assert again["state"] == "refunded"
    assert await shop.one("select count(*) from refunds") == 1


async def test_paid_twice_gives_the_second_payment_back(shop: Any, provider: Any) -> None:
    """R5.2: two attempts, both paid: one order, one refund, never two orders."""
    variant = await shop.variant(stock=5)
    shopper = await shop.shopper((variant, 1))
    first = await shopper.start()
    await shopper.choose("decline")
    assert (await shopper.state())["state"] == "failed"

    async def silent(*_: Any) -> None:
        raise ProviderUnavailable("no answer")

    provider.before["cancel"] = silent
    again = await shopper.retry()
    assert again.status_code == 200, again.text
    second = again.json()["data"]["payment_url"]
    assert second != first["payment_url"]
    shop.providers.deliver = _lost
    assert (await shopper.choose("pay", first["payment_url"])).status_code == 200
    assert (await shopper.choose("pay", second)).status_code == 200
    del provider.before["cancel"]

    state = await shopper.state()
    assert state["state"] == "completed"
    await shop.run()
    assert await shop.one("select count(*) from orders") == 1
    payments = await shop.rows(
        "select attempt, order_id is not null as bought, status from payments order by attempt"
    )
    assert [(p["attempt"], p["bought"], p["status"]) for p in payments] == [
        (1, False, "refunded"),
        (2, True, "captured"),
    ]
    [refund] = await shop.rows("select amount, status, reason from refunds")
    assert (refund["amount"], refund["status"], refund["reason"]) == (2989, "succeeded", "surplus")
    assert await shop.stock(variant) == (5, 1, 0)


async def test_an_open_page_is_closed_once_the_order_is_there(shop: Any, provider: Any) -> None:
    variant = await shop.variant(stock=5)
    shopper = await shop.shopper((variant, 1))
    first = await shopper.start()
    await shopper.choose("decline")

    async def silent(*_: Any) -> None:
        raise ProviderUnavailable("no answer")

    provider.before["cancel"] = silent
    await shopper.state()
    second = (await shopper.retry()).json()["data"]["payment_url"]
    del provider.before["cancel"]
    await shopper.choose("pay", second)
    assert (await shopper.state())["state"] == "completed"
    assert "commerce.payments.close" in await shop.run()
    assert (await shopper.choose("pay", first["payment_url"])).status_code == 409
    statuses = await shop.rows("select status from payments order by attempt")
    assert [row["status"] for row in statuses] == ["failed", "captured"]


async def test_an_order_is_told_to_the_world(shop: Any) -> None:
    shopper, variant = await _paid_unheard(shop)
    order = (await shopper.state())["order"]
    events = await shop.rows(
        """select type, sequence, data, store_id from events where resource_type = 'order'
            order by sequence"""
    )
    assert [(row["type"], row["sequence"]) for row in events] == [
        ("order.created", 1),
        ("order.paid", 2),
    ]
    created = events[0]["data"]
    assert (created["number"], created["total"], created["test"]) == (1001, 2989, True)
    assert created["items"][0]["variant_id"] == str(variant)
    timeline = await shop.rows(
        "select kind, actor from order_timeline where order_id = :id order by at, id",
        id=order["id"],
    )
    assert [(row["kind"], row["actor"]) for row in timeline] == [
        ("placed", "shopper"),
        ("paid", "shopper"),
    ]


async def test_abandoned_checkouts_use_no_number(shop: Any) -> None:
    """R5.2: the number is taken when the order is made."""
    variant = await shop.variant(stock=50)
    for _ in range(3):
        await (await shop.shopper((variant, 1))).start()
    numbers = [(await (await shop.shopper((variant, 1))).buy())["number"] for _ in range(3)]
    assert numbers == [1001, 1002, 1003]


async def test_parallel_orders_take_different_numbers(shop: Any) -> None:
    variant = await shop.variant(stock=50)
    shoppers = [await shop.shopper((variant, 1)) for _ in range(12)]
    orders = await asyncio.gather(*(shopper.buy() for shopper in shoppers))
    assert sorted(order["number"] for order in orders) == list(range(1001, 1013))


async def test_a_provider_that_does_not_answer_hides_nothing(shop: Any, provider: Any) -> None:
    shopper, _ = await _paid_unheard(shop)

    async def silent(*_: Any) -> None:
        raise ProviderUnavailable("no answer")

    provider.before["fetch"] = silent
    state = await shopper.state()
    assert (state["state"], state["order"]) == ("awaiting_payment", None)
    del provider.before["fetch"]
    assert (await shopper.state())["state"] == "completed"


async def test_the_frozen_tax_stays_on_the_order(shop: Any) -> None:
    """R2.4: rate, name and jurisdiction are frozen."""
    shopper, _ = await _paid_unheard(shop)
    changed = await shop.store.merchant.put(
        f"{shop.store.path}/tax-rates", json={"country": "DE", "name": "New", "rate_ppm": 0}
    )
    assert changed.status_code == 200, changed.text
    await shopper.state()
    [row] = await shop.rows(
        "select tax_rate_ppm, tax_country, tax, total, items_gross, shipping_gross from orders"
    )
    assert (row["tax_rate_ppm"], row["tax_country"]) == (190_000, "DE")
    assert row["total"] == row["items_gross"] + row["shipping_gross"] == 2989
    [item] = await shop.rows("select net, tax, gross from order_items")
    assert item["gross"] == item["net"] + item["tax"] == 2499


async def test_an_earlier_page_never_buys_later_contents(shop: Any, provider: Any) -> None:
    """R5.2: the page for the first address could not be closed and was paid, for the same amount:
    the money goes back, and the later checkout stays open."""
    variant = await shop.variant(stock=5)
    shopper = await shop.shopper((variant, 1))
    first = await shopper.start()

    async def silent(*_: Any) -> None:
        raise ProviderUnavailable("no answer")

    provider.before["cancel"] = silent
    second = await shopper.start(await shopper.form(address={"city": "Bremen"}))
    assert second["totals"] == first["totals"]
    assert second["payment_url"] != first["payment_url"]
    shop.providers.deliver = _lost
    assert (await shopper.choose("pay", first["payment_url"])).status_code == 200
    del provider.before["cancel"]

    state = await shopper.state()
    assert (state["state"], state["order"]) == ("awaiting_payment", None)
    assert await shop.one("select count(*) from orders") == 0
    await shop.run()
    [refund] = await shop.rows("select amount, status, reason from refunds")
    assert (refund["amount"], refund["status"]) == (2989, "succeeded")
    assert refund["reason"] == "superseded"
    await shopper.choose("pay", second["payment_url"])
    bought = await shopper.state()
    assert bought["state"] == "completed"
    assert bought["shipping_address"]["city"] == "Bremen"
    assert await shop.one("select count(*) from orders") == 1
    assert await shop.stock(variant) == (5, 1, 0)
