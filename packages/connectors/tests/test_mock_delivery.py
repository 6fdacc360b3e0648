"""The mock's webhooks: sent at once, never lost, told by `fetch` whatever happens to them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from ecomm_connectors.payments import PaymentStatus, ProviderEvent
from ecomm_connectors.payments.mock import Action, HttpWebhookSender, MockCourier, MockProvider


class Receiver:
    """Our webhook route: verifies, remembers, answers what it is told to."""

    def __init__(self, provider: MockProvider) -> None:
        self.provider = provider
        self.status = 200
        self.events: list[ProviderEvent] = []

    async def __call__(self, body: bytes, headers: Mapping[str, str]) -> int:
        if self.status < 0:
            raise ConnectionRefusedError
        if self.status == 0:
            await asyncio.sleep(60)
        self.events.append(self.provider.parse_webhook(body, headers, self.provider.clock()))
        return self.status


@pytest.fixture
def receiver(mock_harness: Any) -> Receiver:
    return Receiver(mock_harness.provider)


@pytest.fixture
def courier(mock_harness: Any, receiver: Receiver) -> MockCourier:
    return MockCourier(mock_harness.provider, receiver, timeout=0.1)


@pytest.fixture
async def ref(mock_harness: Any, session_request: Any) -> str:
    created = await mock_harness.provider.create_session(session_request(mock_harness.clock))
    name: str = created.provider_ref
    return name


@pytest.mark.parametrize(
    ("actions", "types"),
    [
        ([Action.PAY], ["payment.captured"]),
        ([Action.DECLINE], ["payment.failed"]),
        (
            [Action.CHALLENGE, Action.CHALLENGE_OK],
            ["payment.requires_action", "payment.captured"],
        ),
        (
            [Action.CHALLENGE, Action.CHALLENGE_FAIL],
            ["payment.requires_action", "payment.failed"],
        ),
        ([Action.ABANDON], []),
        ([Action.PAY_LATE], ["payment.processing"]),
        ([Action.PAY_LATE, Action.PAY_LATE], ["payment.processing", "payment.captured"]),
        ([Action.PAY, Action.PAY], ["payment.captured"]),
        ([Action.DECLINE, Action.PAY], ["payment.failed", "payment.captured"]),
    ],
)
async def test_each_choice_is_told_once(
    mock_harness: Any,
    courier: MockCourier,
    receiver: Receiver,
    ref: str,
    actions: list[Action],
    types: list[str],
) -> None:
    for action in actions:
        await mock_harness.provider.choose(ref, action)
        assert await courier.flush(ref)
    assert [event.type for event in receiver.events] == types
    assert all(event.provider_ref == ref for event in receiver.events)
    await courier.run_due()
    assert len(receiver.events) == len(types)


async def test_the_duplicate_is_the_same_event_twice(
    mock_harness: Any, courier: MockCourier, receiver: Receiver, ref: str
) -> None:
    await mock_harness.provider.choose(ref, Action.DUPLICATE_WEBHOOK)
    assert await courier.flush(ref)
    first, second = receiver.events
    assert first == second
    assert (await mock_harness.provider.fetch(ref)).amount_captured == 2499


@pytest.mark.parametrize("answer", [500, 404, 302, 0, -1])
async def test_an_undelivered_webhook_waits_and_fetch_tells_the_truth(
    mock_harness: Any, courier: MockCourier, receiver: Receiver, ref: str, answer: int
) -> None:
    receiver.status = answer
    await mock_harness.provider.choose(ref, Action.PAY)
    async with asyncio.timeout(50):  # a receiver that is silent stays so for a minute
        assert await courier.flush(ref) is False
    assert (await mock_harness.provider.fetch(ref)).status is PaymentStatus.CAPTURED
    receiver.status = 200
    receiver.events.clear()
    assert await courier.run_due() == 0  # not yet
    mock_harness.clock.forward(seconds=5)
    assert await courier.run_due() == 1
    assert [event.type for event in receiver.events] == ["payment.captured"]
    assert (await mock_harness.provider.current(ref)).pending_webhooks == ()


async def test_retries_grow_rarer_and_end_after_three_days(
    mock_harness: Any, courier: MockCourier, receiver: Receiver, ref: str
) -> None:
    receiver.status = 500
    await mock_harness.provider.choose(ref, Action.PAY)
    await courier.flush(ref)
    gaps = []
    while (due := (await mock_harness.provider.current(ref)).next_due_at) is not None:
        gaps.append(due - mock_harness.clock())
        mock_harness.clock.shift += gaps[-1]
        await courier.run_due()
    assert gaps[:4] == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]
    assert max(gaps) == timedelta(hours=1)
    assert timedelta(days=3) < sum(gaps, timedelta()) < timedelta(days=3, hours=2)
    assert (await mock_harness.provider.fetch(ref)).status is PaymentStatus.CAPTURED


async def test_a_late_payment_arrives_by_itself_after_the_session_ended(
    mock_harness: Any, courier: MockCourier, receiver: Receiver, ref: str
) -> None:
    """Paid after the stock was let go."""
    session = await mock_harness.provider.choose(ref, Action.PAY_LATE)
    await courier.flush(ref)
    mock_harness.clock.forward(minutes=65)
    # Stock is held until five minutes after the session's end: that is past.
    assert mock_harness.clock() == session.expires_at + timedelta(minutes=5)
    assert await courier.run_due() == 0
    mock_harness.clock.forward(minutes=5)
    assert await courier.run_due() == 1
    assert [event.type for event in receiver.events] == ["payment.processing", "payment.captured"]
    assert receiver.events[-1].occurred_at == mock_harness.clock()
    assert (await mock_harness.provider.fetch(ref)).amount_captured == 2499


async def test_reconciliation_sees_a_late_payment_nobody_looked_at(
    mock_harness: Any, ref: str
) -> None:
    await mock_harness.provider.choose(ref, Action.PAY_LATE)
    mock_harness.clock.forward(hours=2)
    since = mock_harness.clock() - timedelta(hours=1)
    entries = [entry async for entry in mock_harness.provider.list_since(since)]
    assert [(entry.kind, entry.amount) for entry in entries] == [("charge", 2499)]


async def test_an_abandoned_session_is_told_expired(
    mock_harness: Any, courier: MockCourier, receiver: Receiver, ref: str
) -> None:
    mock_harness.clock.forward(hours=1)
    assert await courier.run_due() == 1
    assert [event.type for event in receiver.events] == ["payment.expired"]
    assert await courier.run_due() == 0


async def test_refunds_and_cancellations_are_told_too(
    mock_harness: Any,
    courier: MockCourier,
    receiver: Receiver,
    ref: str,
    refund_request: Any,
    session_request: Any,
) -> None:
    other = await mock_harness.provider.create_session(session_request(mock_harness.clock))
    await mock_harness.provider.cancel(other.provider_ref)
    await mock_harness.provider.choose(ref, Action.PAY)
    await mock_harness.provider.refund(refund_request(ref, 100))
    assert await courier.run_due() == 2
    assert sorted(event.type for event in receiver.events) == [
        "payment.cancelled",
        "payment.captured",
        "payment.refunded",
    ]


async def test_couriers_side_by_side_lose_nothing(
    mock_harness: Any, receiver: Receiver, ref: str, refund_request: Any
) -> None:
    await mock_harness.provider.choose(ref, Action.PAY)
    for _ in range(5):
        await mock_harness.provider.refund(refund_request(ref, 100))
    couriers = [MockCourier(mock_harness.provider, receiver) for _ in range(4)]
    await asyncio.gather(*(courier.flush(ref) for courier in couriers))
    assert len({event.event_id for event in receiver.events}) == 6
    assert (await mock_harness.provider.current(ref)).pending_webhooks == ()


@pytest.fixture
async def route(mock_harness: Any) -> AsyncIterator[tuple[str, list[ProviderEvent]]]:
    """A webhook route on a real port."""
    events: list[ProviderEvent] = []

    async def webhook(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        assert head[0] == "POST /api/v1/webhooks/mock HTTP/1.1"
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        lengths = {name.lower(): value for name, value in headers.items()}
        body = await reader.readexactly(int(lengths["content-length"]))
        provider = mock_harness.provider
        events.append(provider.parse_webhook(body, headers, provider.clock()))
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(webhook, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/api/v1/webhooks/mock", events
    server.close()


async def test_the_http_sender_posts_to_a_real_route(
    mock_harness: Any, ref: str, route: tuple[str, list[ProviderEvent]]
) -> None:
    url, events = route
    await mock_harness.provider.choose(ref, Action.PAY)
    sender = HttpWebhookSender(url)
    assert await MockCourier(mock_harness.provider, sender).flush(ref)
    await sender.aclose()
    assert [event.provider_ref for event in events] == [ref]


async def test_the_http_sender_survives_a_closed_port(mock_harness: Any, ref: str) -> None:
    await mock_harness.provider.choose(ref, Action.PAY)
    sender = HttpWebhookSender("http://127.0.0.1:1/api/v1/webhooks/mock")
    assert await MockCourier(mock_harness.provider, sender).flush(ref) is False
    await sender.aclose()
    assert len((await mock_harness.provider.current(ref)).pending_webhooks) == 1
