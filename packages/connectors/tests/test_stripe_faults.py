"""The Stripe adapter on bad days: unknown outcomes are said to be unknown, and end well."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from ecomm_connectors.payments import ProviderRefused, ProviderUnavailable
from ecomm_connectors.payments.stripe import StripeProvider
from ecomm_testing.fakes.stripe import Fault, FaultKind

HANG = 60.0
"""Seconds that the other side would take: many times our limit, on the busiest machine too."""


def order(harness: Any, kind: FaultKind, **more: Any) -> None:
    harness.server.fake.faults.add(Fault(kind, **more))


def sessions(harness: Any) -> list[Any]:
    found: list[Any] = harness.server.fake.account.all("cs_")
    return found


async def test_a_timeout_after_success_is_unknown_then_found_by_the_same_key(
    stripe_harness: Any, session_request: Any
) -> None:
    request = session_request(stripe_harness.clock)
    order(stripe_harness, FaultKind.SILENT_SUCCESS, seconds=HANG)
    with pytest.raises(ProviderUnavailable) as unavailable:
        async with asyncio.timeout(HANG - 1):
            await stripe_harness.provider.create_session(request)
    assert unavailable.value.replayed is False
    assert len(sessions(stripe_harness)) == 1
    created = await stripe_harness.provider.create_session(request)
    assert [session["id"] for session in sessions(stripe_harness)] == [created.provider_ref]
    found = await stripe_harness.provider.find(request.reference, since=request.requested_at)
    assert found is not None
    assert found.provider_ref == created.provider_ref


async def test_a_refund_that_timed_out_is_made_once(
    stripe_harness: Any, session_request: Any, refund_request: Any
) -> None:
    created = await stripe_harness.provider.create_session(session_request(stripe_harness.clock))
    await stripe_harness.shopper(created.provider_ref, "pay")
    request = refund_request(created.provider_ref, 2499)
    order(stripe_harness, FaultKind.SILENT_SUCCESS, path="/v1/refunds", seconds=HANG)
    with pytest.raises(ProviderUnavailable):
        await stripe_harness.provider.refund(request)
    state = await stripe_harness.provider.refund(request)
    assert state.reference == request.reference
    assert await stripe_harness.provider.list_refunds(created.provider_ref) == (state,)


@pytest.mark.parametrize(
    ("kind", "retry_after"),
    [
        (FaultKind.RATE_LIMIT, 2.0),
        (FaultKind.UNAVAILABLE, None),
        (FaultKind.IN_USE, None),
        (FaultKind.GARBAGE, None),
    ],
)
async def test_passing_faults_are_retried_with_the_same_key(
    stripe_harness: Any, session_request: Any, kind: FaultKind, retry_after: float | None
) -> None:
    request = session_request(stripe_harness.clock)
    order(stripe_harness, kind)
    with pytest.raises(ProviderUnavailable) as unavailable:
        await stripe_harness.provider.create_session(request)
    assert unavailable.value.retry_after == retry_after
    created = await stripe_harness.provider.create_session(request)
    assert [session["id"] for session in sessions(stripe_harness)] == [created.provider_ref]


async def test_a_stored_server_error_is_told_apart_from_a_passing_one(
    stripe_harness: Any, session_request: Any
) -> None:
    """Stripe repeats a 500 for ever under its key: look it up, then use a new key."""
    request = session_request(stripe_harness.clock)
    order(stripe_harness, FaultKind.SERVER_ERROR)
    for replayed in (False, True):
        with pytest.raises(ProviderUnavailable) as unavailable:
            await stripe_harness.provider.create_session(request)
        assert unavailable.value.replayed is replayed
    find = stripe_harness.provider.find
    assert await find(request.reference, since=request.requested_at) is None
    renewed = session_request(stripe_harness.clock, reference=request.reference)
    created = await stripe_harness.provider.create_session(renewed)
    found = await find(request.reference, since=request.requested_at)
    assert found is not None
    assert found.provider_ref == created.provider_ref


@pytest.mark.parametrize("operation", ["fetch", "cancel", "list_refunds"])
async def test_reading_meets_the_same_weather(
    stripe_harness: Any, session_request: Any, operation: str
) -> None:
    created = await stripe_harness.provider.create_session(session_request(stripe_harness.clock))
    for kind in (FaultKind.RATE_LIMIT, FaultKind.SERVER_ERROR, FaultKind.GARBAGE):
        order(stripe_harness, kind, method="GET")
        with pytest.raises(ProviderUnavailable):
            await getattr(stripe_harness.provider, operation)(created.provider_ref)
    await getattr(stripe_harness.provider, operation)(created.provider_ref)


async def test_a_slow_answer_within_the_limit_is_an_answer(
    stripe_harness: Any, session_request: Any
) -> None:
    order(stripe_harness, FaultKind.SLOW, seconds=0.4)
    created = await stripe_harness.provider.create_session(session_request(stripe_harness.clock))
    assert created.payment_url


async def test_a_wrong_key_is_refused_as_credentials(
    stripe_harness: Any, session_request: Any
) -> None:
    provider = StripeProvider("sk_test_other", [], base_url=stripe_harness.server.url)
    with pytest.raises(ProviderRefused) as refused:
        await provider.create_session(session_request(stripe_harness.clock))
    await provider.aclose()
    assert refused.value.reason == "provider_credentials"
    assert "sk_test_other" not in str(refused.value)


async def test_a_refund_that_the_bank_returned_is_ours_again(
    stripe_harness: Any, session_request: Any, refund_request: Any
) -> None:
    provider = stripe_harness.provider
    created = await provider.create_session(session_request(stripe_harness.clock))
    await stripe_harness.shopper(created.provider_ref, "pay")
    state = await provider.refund(refund_request(created.provider_ref, 1000))

    async def bounce() -> Any:
        return stripe_harness.server.fake.account.fail_refund(state.refund_ref)

    stripe_harness.server.call(bounce)
    (failed,) = await provider.list_refunds(created.provider_ref)
    assert (failed.status, failed.failure_code) == ("failed", "lost_or_stolen_card")
    assert (await provider.fetch(created.provider_ref)).amount_refunded == 0
    entries = [entry async for entry in provider.list_since(stripe_harness.clock())]
    assert [entry.kind for entry in entries] == ["charge"]


async def test_events_of_inner_objects_lead_to_the_session(
    stripe_harness: Any, session_request: Any, refund_request: Any
) -> None:
    """Charges, refunds and intents name the intent; `fetch` finds our session from it."""
    provider = stripe_harness.provider
    created = await provider.create_session(session_request(stripe_harness.clock))
    await stripe_harness.shopper(created.provider_ref, "pay")
    await provider.refund(refund_request(created.provider_ref, 100))
    kinds = set()
    for event in stripe_harness.server.fake.account.events:
        kinds.add(event["data"]["object"]["object"])
        parsed = stripe_harness.parse(event)
        state = await provider.fetch(parsed.provider_ref)
        assert state.provider_ref == created.provider_ref
    assert kinds == {"checkout.session", "payment_intent", "charge", "refund"}
    charge = stripe_harness.server.fake.account.all("ch_")[0]["id"]
    assert (await provider.fetch(charge)).provider_ref == created.provider_ref


Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
async def raw_server() -> AsyncIterator[Callable[[Handler], Awaitable[str]]]:
    """Serves a hand-written HTTP exchange on a loopback port."""
    servers: list[asyncio.Server] = []

    async def start(handler: Handler) -> str:
        async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await handler(reader, writer)
            except ConnectionError:
                pass
            finally:
                writer.close()

        server = await asyncio.start_server(exchange, "127.0.0.1", 0)
        servers.append(server)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    yield start
    for server in servers:
        server.close()


async def refused_by(url: str, session_request: Any, clock: Any) -> ProviderUnavailable:
    provider = StripeProvider("sk_test_fake", [], base_url=url, total_timeout=1.0)
    with pytest.raises(ProviderUnavailable) as unavailable:
        async with asyncio.timeout(HANG - 1):
            await provider.create_session(session_request(clock))
    await provider.aclose()
    return unavailable.value


async def test_a_dripping_answer_ends_with_the_total_limit(
    raw_server: Any, session_request: Any, mock_harness: Any
) -> None:
    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        for _number in range(10 * int(HANG)):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.1)

    await refused_by(await raw_server(drip), session_request, mock_harness.clock)


async def test_an_endless_answer_is_cut_off(
    raw_server: Any, session_request: Any, mock_harness: Any
) -> None:
    written = 0

    async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while written < 100 * 1024 * 1024:
            writer.write(b" " * 65536)
            await writer.drain()
            written += 65536

    await refused_by(await raw_server(flood), session_request, mock_harness.clock)
    assert written < 32 * 1024 * 1024


async def test_redirects_are_not_followed(
    raw_server: Any, session_request: Any, mock_harness: Any
) -> None:
    asked = 0

    async def redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: ([0-9]+)", head.lower())
        await reader.readexactly(int(length[1]) if length else 0)
        asked += 1
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /else\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()

    await refused_by(await raw_server(redirect), session_request, mock_harness.clock)
    assert asked == 1


async def test_a_closed_port_is_unavailable(
    raw_server: Any, session_request: Any, mock_harness: Any
) -> None:
    await refused_by("http://127.0.0.1:1", session_request, mock_harness.clock)


async def test_only_what_the_api_needs_is_sent(
    raw_server: Any, session_request: Any, mock_harness: Any
) -> None:
    seen: dict[str, str] = {}

    async def look(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        parts = [line.lower().partition(": ") for line in head[1:] if line]
        seen.update({name: value for name, _, value in parts})
        writer.write(b"HTTP/1.1 503 No\r\nContent-Length: 2\r\n\r\n{}")
        await writer.drain()

    await refused_by(await raw_server(look), session_request, mock_harness.clock)
    assert set(seen) == {
        "accept", "accept-encoding", "authorization", "connection", "content-length",
        "content-type", "host", "idempotency-key", "stripe-version", "user-agent",
    }  # fmt: skip
    assert "agent/" not in seen["user-agent"]
