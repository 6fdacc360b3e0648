"""The port's contract for webhooks, on every provider."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecomm_connectors.payments import InvalidSignature
from ecomm_connectors.payments.mock import InMemoryMockState, MockProvider
from ecomm_connectors.payments.signature import sign
from ecomm_connectors.payments.stripe.webhook import parse_event

SECRET = "whsec_of_the_tests_0123456789"
HEADERS = {"mock": "Mock-Signature", "stripe": "Stripe-Signature"}


@pytest.fixture
async def delivery(harness: Any, session_request: Any) -> tuple[bytes, dict[str, str], str]:
    created = await harness.provider.create_session(session_request(harness.clock))
    await harness.shopper(created.provider_ref, "pay")
    body, headers = await harness.webhook(created.provider_ref)
    return body, headers, created.provider_ref


async def test_a_true_event_names_its_payment(harness: Any, delivery: Any) -> None:
    body, headers, ref = delivery
    event = harness.provider.parse_webhook(body, headers, harness.clock())
    assert event.provider == harness.provider.name
    assert event.event_id
    assert event.type
    assert event.occurred_at == harness.clock()
    state = await harness.provider.fetch(event.provider_ref)
    assert (state.provider_ref, state.amount_captured) == (ref, 2499)


async def test_the_same_event_twice_has_the_same_id(harness: Any, delivery: Any) -> None:
    body, headers, _ = delivery
    first = harness.provider.parse_webhook(body, headers, harness.clock())
    assert harness.provider.parse_webhook(body, headers, harness.clock()) == first


async def test_header_names_are_read_in_any_case(harness: Any, delivery: Any) -> None:
    body, headers, _ = delivery
    for change in (str.lower, str.upper):
        changed = {change(name): value for name, value in headers.items()}
        assert harness.provider.parse_webhook(body, changed, harness.clock()).provider_ref


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
async def test_five_minutes_of_skew_are_accepted(harness: Any, delivery: Any, seconds: int) -> None:
    body, headers, _ = delivery
    now = harness.clock() + timedelta(seconds=seconds)
    assert harness.provider.parse_webhook(body, headers, now).provider_ref


@pytest.mark.parametrize("seconds", [-86_400, -301, 301, 86_400])
async def test_older_and_future_events_are_refused(
    harness: Any, delivery: Any, seconds: int
) -> None:
    body, headers, _ = delivery
    with pytest.raises(InvalidSignature):
        harness.provider.parse_webhook(body, headers, harness.clock() + timedelta(seconds=seconds))


async def test_every_flipped_byte_of_the_body_is_noticed(harness: Any, delivery: Any) -> None:
    body, headers, _ = delivery
    for position in range(len(body)):
        forged = bytearray(body)
        forged[position] ^= 0x01
        with pytest.raises(InvalidSignature):
            harness.provider.parse_webhook(bytes(forged), headers, harness.clock())


async def test_every_flipped_bit_of_the_signature_is_noticed(harness: Any, delivery: Any) -> None:
    body, headers, _ = delivery
    ((name, value),) = headers.items()
    # Stripe adds a v0 scheme in test mode, which verifies nothing.
    signature = value.partition(",v0=")[0]
    harness.provider.parse_webhook(body, {name: signature}, harness.clock())
    for position in range(len(signature)):
        for bit in range(8):
            forged = list(signature)
            forged[position] = chr(ord(signature[position]) ^ (1 << bit))
            with pytest.raises(InvalidSignature):
                harness.provider.parse_webhook(body, {name: "".join(forged)}, harness.clock())


async def test_a_body_cut_or_grown_is_refused(harness: Any, delivery: Any) -> None:
    body, headers, _ = delivery
    for forged in (body[:-1], body + b" ", b"", body.replace(b" ", b"", 1)):
        with pytest.raises(InvalidSignature):
            harness.provider.parse_webhook(forged, headers, harness.clock())


async def test_another_secret_is_refused(harness: Any, delivery: Any) -> None:
    body, headers, _ = delivery
    (name,) = headers
    stamp = int(harness.clock().timestamp())
    for secret in ("", "whsec_of_somebody_else", SECRET[:-1]):
        with pytest.raises(InvalidSignature):
            harness.provider.parse_webhook(body, {name: sign(secret, body, stamp)}, harness.clock())


GARBLED = [
    None,
    "",
    "t=",
    "v1=",
    "t=,v1=",
    "t=1,v1=zz",
    "t=x,v1=" + "0" * 64,
    "t=-5,v1=" + "0" * 64,
    "t=9" * 50,
    "t=99999999999999999999,v1=" + "0" * 64,
    "t=\u0661\u0662\u0663,v1=" + "0" * 64,
    "t=1,v1=\u00e9\u00e8",
    "t=1,t=2,v1=" + "0" * 64,
    "=,=,=",
    "\x00\xff\ud800",
    "v1=" + "0" * 64,
    "t=1," * 10_000,
]


@pytest.mark.parametrize("value", GARBLED)
async def test_garbled_signatures_are_refused(
    harness: Any, delivery: Any, value: str | None
) -> None:
    body, headers, _ = delivery
    (name,) = headers
    given_headers = {} if value is None else {name: value}
    with pytest.raises(InvalidSignature):
        harness.provider.parse_webhook(body, given_headers, harness.clock())


@pytest.mark.parametrize(
    "stamp", ["", "now", "-1", "+5", "1.5", "1e9", "\u0661\u0662", " 1", "9" * 13]
)
async def test_well_signed_odd_timestamps_are_refused(
    harness: Any, delivery: Any, stamp: str
) -> None:
    """Whoever signs may still have a broken clock; that must not end in another exception."""
    body, headers, _ = delivery
    (name,) = headers
    mac = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    with pytest.raises(InvalidSignature):
        harness.provider.parse_webhook(body, {name: f"t={stamp},v1={mac}"}, harness.clock())


SIGNED_NONSENSE = [
    b"",
    b"\xff\xfe",
    b"null",
    b"[]",
    b"1e999",
    b'"event"',
    b"{}",
    b"[" * 100_000,
    b'{"object": "event"}',
    b'{"object": "v2.core.event", "id": "evt_1", "type": "t", "created": 1, "data": {}}',
    json.dumps({"object": "event", "id": 5, "type": "t", "created": 1}).encode(),
    json.dumps(
        {
            "object": "event",
            "id": "evt_1",
            "type": "t",
            "created": 10**30,
            "payment": "mock_1",
            "data": {"object": {"object": "charge"}},
        }
    ).encode(),
    json.dumps(
        {
            "object": "event",
            "id": "",
            "type": "t",
            "created": 1,
            "payment": "",
            "data": {"object": {"object": "checkout.session", "id": ""}},
        }
    ).encode(),
]


@pytest.mark.parametrize("body", SIGNED_NONSENSE, ids=range(len(SIGNED_NONSENSE)))
async def test_signed_bodies_that_are_no_event_are_refused(harness: Any, body: bytes) -> None:
    name = HEADERS[harness.provider.name]
    header = sign(SECRET, body, int(harness.clock().timestamp()))
    with pytest.raises(InvalidSignature):
        harness.provider.parse_webhook(body, {name: header}, harness.clock())


@given(body=st.binary(max_size=200), header=st.text(max_size=200), signed=st.booleans())
def test_no_input_raises_anything_else(body: bytes, header: str, signed: bool) -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    value = sign(SECRET, body, int(now.timestamp())) if signed else header
    mock = MockProvider(
        InMemoryMockState(), secret=SECRET, page_url="http://x.test", clock=lambda: now
    )
    with pytest.raises(InvalidSignature):
        mock.parse_webhook(body, {"Mock-Signature": value}, now)
    with pytest.raises(InvalidSignature):
        parse_event(body, {"Stripe-Signature": value}, now, [SECRET], "stripe")
