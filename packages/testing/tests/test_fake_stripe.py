"""The fake of Stripe, asked over HTTP with the official client and with plain requests."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx2
import pytest
import stripe

from ecomm_testing.fakes.stripe import (
    Choice,
    FakeStripe,
    FakeStripeServer,
    Fault,
    FaultKind,
    decode_form,
    signed,
)

SECRET = "whsec_fake"


@pytest.fixture(scope="module")
def running() -> Iterator[FakeStripeServer]:
    with FakeStripeServer(FakeStripe()) as server:
        yield server


@pytest.fixture
def server(running: FakeStripeServer) -> FakeStripeServer:
    running.fake.reset()
    return running


@pytest.fixture
async def http(server: FakeStripeServer) -> AsyncIterator[httpx2.AsyncClient]:
    headers = {"Authorization": "Bearer sk_test_fake"}
    async with httpx2.AsyncClient(base_url=server.url, headers=headers) as client:
        yield client


def form(**changes: str | None) -> dict[str, str]:
    """A valid session as flat form fields."""
    fields: dict[str, str | None] = {
        "mode": "payment",
        "success_url": "http://shop.test/done?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.test/cart",
        "client_reference_id": "pay_1",
        "line_items[0][quantity]": "2",
        "line_items[0][price_data][currency]": "eur",
        "line_items[0][price_data][unit_amount]": "1000",
        "line_items[0][price_data][product_data][name]": "Cup <b>",
        "payment_intent_data[metadata][mine]": "1",
    }
    return {key: value for key, value in {**fields, **changes}.items() if value is not None}


async def create(http: httpx2.AsyncClient, key: str | None = None, **changes: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return await http.post("/v1/checkout/sessions", data=form(**changes), headers=headers)


async def test_the_official_client_can_buy_and_refund(server: FakeStripeServer) -> None:
    def journey() -> None:
        client = stripe.StripeClient("sk_test_fake", base_addresses={"api": server.url})
        session = client.v1.checkout.sessions.create(
            {
                "mode": "payment",
                "success_url": "http://shop.test/done",
                "cancel_url": "http://shop.test/cart",
                "line_items": [
                    {
                        "quantity": 2,
                        "price_data": {
                            "currency": "eur",
                            "unit_amount": 1000,
                            "product_data": {"name": "Cup"},
                        },
                    }
                ],
            }
        )
        assert (session.amount_total, session.status) == (2000, "open")
        assert session.payment_intent is None
        server.choose(session.id, Choice.PAY)
        paid = client.v1.checkout.sessions.retrieve(
            session.id, {"expand": ["payment_intent.latest_charge"]}
        )
        assert paid.payment_status == "paid"
        intent = paid.payment_intent
        assert isinstance(intent, stripe.PaymentIntent)
        assert isinstance(intent.latest_charge, stripe.Charge)
        refund = client.v1.refunds.create({"payment_intent": intent.id, "amount": 500})
        assert (refund.amount, refund.status) == (500, "succeeded")
        with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
            client.v1.refunds.create({"payment_intent": intent.id, "amount": 1501})
        client.v1.refunds.create({"payment_intent": intent.id})
        with pytest.raises(stripe.InvalidRequestError) as refused:
            client.v1.refunds.create({"payment_intent": intent.id})
        assert refused.value.code == "charge_already_refunded"

    await asyncio.to_thread(journey)


async def test_a_key_replays_its_first_answer(http: httpx2.AsyncClient) -> None:
    first = await create(http, "key-1")
    second = await create(http, "key-1")
    assert first.status_code == 200
    assert "idempotent-replayed" not in first.headers
    assert second.headers["idempotent-replayed"] == "true"
    assert second.json() == first.json()
    other = await create(http, "key-1", client_reference_id="pay_2")
    assert other.status_code == 400
    assert other.json()["error"]["type"] == "idempotency_error"
    listed = (await http.get("/v1/checkout/sessions")).json()
    assert len(listed["data"]) == 1


async def test_failed_validation_is_not_stored_under_its_key(http: httpx2.AsyncClient) -> None:
    bad = await create(http, "key-1", mode="subscribe")
    assert (bad.status_code, bad.json()["error"]["param"]) == (400, "mode")
    assert (await create(http, "key-1")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"mode": None}, "mode"),
        ({"surprise": "1"}, "surprise"),
        ({"line_items[0][surprise]": "1"}, "line_items[0][surprise]"),
        ({"success_url": "javascript:alert(1)"}, "success_url"),
        ({"expires_at": "12"}, "expires_at"),
        ({"expires_at": "x"}, "expires_at"),
        ({"customer_email": "nobody"}, "customer_email"),
        ({"locale": "tlh"}, "locale"),
        ({"client_reference_id": "x" * 201}, "client_reference_id"),
        ({"line_items[0][quantity]": "0"}, "line_items[0]"),
        (
            {"line_items[0][price_data][unit_amount]": "1.5"},
            "line_items[0][price_data][unit_amount]",
        ),
        (
            {"line_items[0][price_data][currency]": "EUR"},
            "line_items[0][price_data][currency]",
        ),
        (
            {
                "line_items[0][price_data][currency]": "kwd",
                "line_items[0][price_data][unit_amount]": "1001",
            },
            "line_items[0][price_data][unit_amount]",
        ),
        (
            {
                "line_items[0][price_data][currency]": "isk",
                "line_items[0][price_data][unit_amount]": "10050",
            },
            "line_items[0][price_data][unit_amount]",
        ),
    ],
)
async def test_bad_parameters_name_themselves(
    http: httpx2.AsyncClient, changes: dict[str, Any], param: str
) -> None:
    reply = await create(http, **changes)
    assert reply.status_code == 400
    assert reply.json()["error"]["type"] == "invalid_request_error"
    assert reply.json()["error"]["param"] == param


@pytest.mark.parametrize(("seconds", "status"), [(1790, 400), (1805, 200), (86_500, 400)])
async def test_a_session_lives_half_an_hour_to_a_day(
    http: httpx2.AsyncClient, seconds: int, status: int
) -> None:
    reply = await create(http, expires_at=str(int(time.time()) + seconds))
    assert reply.status_code == status


async def test_time_ends_open_sessions(server: FakeStripeServer, http: httpx2.AsyncClient) -> None:
    shift = 0
    server.fake.reset(clock=lambda: time.time() + shift)
    session = (await create(http, expires_at=str(int(time.time()) + 1900))).json()
    shift = 2000
    path = f"/v1/checkout/sessions/{session['id']}"
    assert (await http.get(path)).json()["status"] == "expired"
    assert (await http.post(f"{path}/expire")).status_code == 400
    assert [event["type"] for event in server.fake.account.events] == ["checkout.session.expired"]


async def test_strangers_and_unknown_addresses_are_refused(
    server: FakeStripeServer, http: httpx2.AsyncClient
) -> None:
    async with httpx2.AsyncClient(base_url=server.url) as stranger:
        assert (await stranger.get("/v1/charges")).status_code == 401
    unknown = await http.get("/v1/checkout/sessions/cs_test_nothing")
    assert unknown.status_code == 404
    assert unknown.json()["error"]["code"] == "resource_missing"
    assert (await http.get("/v1/customers")).status_code == 404
    assert (await http.post("/v1/charges")).status_code == 404


async def test_lists_page_backwards_in_time(http: httpx2.AsyncClient) -> None:
    for number in range(5):
        await create(http, client_reference_id=f"pay_{number}")
    first = (await http.get("/v1/checkout/sessions?limit=2")).json()
    assert [one["client_reference_id"] for one in first["data"]] == ["pay_4", "pay_3"]
    assert first["has_more"] is True
    after = first["data"][-1]["id"]
    rest = (await http.get(f"/v1/checkout/sessions?limit=9&starting_after={after}")).json()
    assert [one["client_reference_id"] for one in rest["data"]] == ["pay_2", "pay_1", "pay_0"]
    assert rest["has_more"] is False
    future = int(time.time()) + 10
    none = (await http.get(f"/v1/checkout/sessions?created[gte]={future}")).json()
    assert none["data"] == []
    assert (await http.get("/v1/checkout/sessions?limit=101")).status_code == 400


async def test_the_hosted_page_pays_and_sends_the_shopper_back(http: httpx2.AsyncClient) -> None:
    session = (await create(http)).json()
    page = await http.get(session["url"])
    assert "20.00 EUR" in page.text
    assert "Cup &lt;b&gt;" in page.text
    declined = await http.post(session["url"], data={"choice": "decline"})
    assert declined.status_code == 303
    assert 'role="alert"' in (await http.get(session["url"])).text
    paid = await http.post(session["url"], data={"choice": "pay"})
    assert paid.headers["location"] == f"http://shop.test/done?session={session['id']}"
    again = await http.post(session["url"], data={"choice": "pay"})
    assert again.status_code == 400
    charges = (await http.get("/v1/charges")).json()["data"]
    assert [charge["amount_captured"] for charge in charges] == [2000]
    assert (await http.post(session["url"], data={"choice": "steal"})).status_code == 422


async def test_events_tell_the_story_in_order(
    server: FakeStripeServer, http: httpx2.AsyncClient
) -> None:
    session = (await create(http)).json()
    server.choose(session["id"], Choice.BANK_DEBIT)
    server.choose(session["id"], Choice.SETTLE)
    listed = (await http.get("/v1/events?limit=100")).json()["data"]
    assert [event["type"] for event in reversed(listed)] == [
        "payment_intent.created",
        "charge.pending",
        "payment_intent.processing",
        "checkout.session.completed",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.async_payment_succeeded",
    ]
    completed = listed[3]["data"]["object"]
    assert completed["payment_status"] == "unpaid"  # as it was then, not as it is now


@pytest.mark.parametrize(
    ("kind", "status", "executed"),
    [
        (FaultKind.RATE_LIMIT, 429, 0),
        (FaultKind.SERVER_ERROR, 500, 0),
        (FaultKind.UNAVAILABLE, 503, 0),
        (FaultKind.IN_USE, 409, 0),
        (FaultKind.GARBAGE, 200, 1),
        (FaultKind.SLOW, 200, 1),
    ],
)
async def test_faults_strike_once_where_ordered(
    server: FakeStripeServer,
    http: httpx2.AsyncClient,
    kind: FaultKind,
    status: int,
    executed: int,
) -> None:
    server.fake.faults.add(Fault(kind, path="/v1/checkout", seconds=0.1))
    assert (await http.get("/v1/charges")).status_code == 200
    reply = await create(http)
    assert reply.status_code == status
    assert ('"id":"cs_test_' in reply.text) is (kind is FaultKind.SLOW)
    assert len(server.fake.account.all("cs_")) == executed
    assert (await create(http)).status_code == 200


async def test_silence_after_success_ends_with_the_caller(
    server: FakeStripeServer, http: httpx2.AsyncClient
) -> None:
    server.fake.faults.add(Fault(FaultKind.SILENT_SUCCESS, seconds=30))
    with pytest.raises(httpx2.TimeoutException):
        await http.post(
            "/v1/checkout/sessions",
            data=form(),
            headers={"Idempotency-Key": "key-1"},
            timeout=0.3,
        )
    assert len(server.fake.account.all("cs_")) == 1
    assert (await create(http, "key-1")).headers["idempotent-replayed"] == "true"


@pytest.fixture
async def inbox(server: FakeStripeServer) -> AsyncIterator[list[tuple[bytes, dict[str, str]]]]:
    """A webhook endpoint that keeps what arrives; the first answer is 500."""
    received: list[tuple[bytes, dict[str, str]]] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:]
        parts = [line.lower().partition(": ") for line in head if line]
        headers = {name: value for name, _, value in parts}
        body = await reader.readexactly(int(headers["content-length"]))
        received.append((body, headers))
        status = b"500 Oops" if len(received) == 1 else b"204 No Content"
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    listener = await asyncio.start_server(take, "127.0.0.1", 0)
    server.fake.endpoint.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/"
    yield received
    listener.close()


async def test_webhooks_are_signed_and_tried_again(
    server: FakeStripeServer, http: httpx2.AsyncClient, inbox: Any
) -> None:
    session = (await create(http)).json()
    await asyncio.to_thread(server.choose, session["id"], Choice.DECLINE)
    await asyncio.to_thread(server.drain)
    kinds = []
    for body, headers in inbox:
        event = stripe.Webhook.construct_event(body, headers["stripe-signature"], SECRET)
        kinds.append(event.type)
    assert sorted(set(kinds)) == ["payment_intent.created", "payment_intent.payment_failed"]
    assert len(kinds) == 3  # one of them was refused first
    assert sorted(status for _, status in server.fake.endpoint.answers) == [204, 204, 500]


async def test_held_events_are_delivered_in_the_order_the_test_wants(
    server: FakeStripeServer, http: httpx2.AsyncClient, inbox: Any
) -> None:
    inbox.append((b"", {}))  # no 500
    server.fake.endpoint.held = True
    session = (await create(http)).json()
    await asyncio.to_thread(server.choose, session["id"], Choice.PAY)
    await asyncio.to_thread(server.drain)
    assert len(inbox) == 1
    events = server.fake.account.events[::-1]
    for event in [*events, events[0]]:
        assert await asyncio.to_thread(server.deliver, event) == 204
    sent = [json.loads(body)["type"] for body, _ in inbox[1:]]
    assert sent[0] == sent[-1] == "checkout.session.completed"
    assert sent[-2] == "payment_intent.created"


def test_a_forged_signature_is_refused_by_the_official_library() -> None:
    body, header = signed({"id": "evt_1", "object": "event", "type": "t"}, SECRET)
    assert stripe.Webhook.construct_event(body, header, SECRET).id == "evt_1"
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body + b" ", header, SECRET)


@pytest.mark.parametrize(
    ("encoded", "decoded"),
    [
        ("", {}),
        ("a=1&b=", {"a": "1", "b": ""}),
        ("a[b]=1&a[c]=2", {"a": {"b": "1", "c": "2"}}),
        ("a[0][x]=1&a[1][x]=2", {"a": [{"x": "1"}, {"x": "2"}]}),
        ("a[10]=k&a[9]=j", {"a": ["j", "k"]}),
        ("expand[]=x&expand[]=y", {"expand": ["x", "y"]}),
        ("a%5Bb%5D=%26", {"a": {"b": "&"}}),
    ],
)
def test_bracketed_forms_are_decoded(encoded: str, decoded: dict[str, Any]) -> None:
    assert decode_form(encoded) == decoded
