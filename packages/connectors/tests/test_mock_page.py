"""The mock's hosted page over HTTP: what is shown, what may be chosen, where the shopper goes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from typing import Any

import pytest

from ecomm_connectors.payments import CaptureMethod, PaymentStatus
from ecomm_connectors.payments.mock import Action
from ecomm_connectors.payments.mock.pages import MESSAGES, format_amount, shown

from .desk import Desk, status_of


async def test_the_page_shows_what_is_paid_and_to_whom(desk: Desk, opened: Any) -> None:
    reply = await desk.open(await opened(shop_name="Bean & Barrel"))
    assert reply.status_code == 200
    for part in ("Bean &amp; Barrel", "€24.99", "Hand grinder", "€19.99", MESSAGES["ribbon"]):
        assert part in reply.text
    assert "<script" not in reply.text


@pytest.mark.parametrize(
    ("action", "target", "status"),
    [
        ("pay", "http://demo.localhost:3001/checkout/done", "captured"),
        ("duplicate_webhook", "http://demo.localhost:3001/checkout/done", "captured"),
        ("pay_late", "http://demo.localhost:3001/checkout/done", "processing"),
        ("abandon", "http://demo.localhost:3001/checkout", "created"),
        ("decline", "/mock-pay/sessions/{ref}", "failed"),
        ("challenge", "/mock-pay/sessions/{ref}/challenge", "requires_action"),
    ],
)
async def test_the_shopper_is_sent_on_by_303(
    desk: Desk, opened: Any, action: str, target: str, status: str
) -> None:
    ref = await opened()
    reply = await desk.choose(ref, action)
    assert (reply.status_code, reply.headers["location"]) == (303, target.format(ref=ref))
    assert await status_of(desk, ref) == status


@pytest.mark.parametrize(
    ("answer", "alert", "status"),
    [("challenge_ok", None, "captured"), ("challenge_fail", "authentication_alert", "failed")],
)
async def test_the_challenge_has_its_own_page(
    desk: Desk, opened: Any, answer: str, alert: str | None, status: str
) -> None:
    ref = await opened()
    before = await desk.open(ref, "/challenge")
    assert MESSAGES["challenge_heading"] not in before.text
    await desk.choose(ref, "challenge")
    assert MESSAGES["challenge_heading"] in (await desk.open(ref, "/challenge")).text
    await desk.choose(ref, answer)
    assert await status_of(desk, ref) == status
    if alert:
        assert MESSAGES[alert] in (await desk.open(ref)).text


async def test_an_unasked_challenge_cannot_be_answered(desk: Desk, opened: Any) -> None:
    ref = await opened()
    assert (await desk.choose(ref, "challenge_ok")).status_code == 409
    assert (await status_of(desk, ref), desk.sent) == (PaymentStatus.CREATED, 0)


async def test_a_decline_is_said_and_can_be_retried(desk: Desk, opened: Any) -> None:
    ref = await opened()
    await desk.choose(ref, "decline")
    page = (await desk.open(ref)).text
    assert 'role="alert"' in page
    assert MESSAGES["declined_alert"] in page
    assert (await desk.choose(ref, "pay")).status_code == 303
    assert await status_of(desk, ref) == PaymentStatus.CAPTURED


async def test_paying_twice_is_paying_once(desk: Desk, opened: Any) -> None:
    ref = await opened()
    page = (await desk.open(ref)).text
    token = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
    assert token
    for _ in range(2):
        reply = await desk.client.post(
            f"/mock-pay/sessions/{ref}", data={"csrf": token[1], "action": "pay"}
        )
        assert reply.status_code == 303
    assert desk.sent == 1
    assert 'value="pay"' not in (await desk.open(ref)).text
    assert MESSAGES["paid_text"] in (await desk.open(ref)).text


async def test_a_late_payment_arrives_when_chosen_again(desk: Desk, opened: Any) -> None:
    ref = await opened()
    await desk.choose(ref, "pay_late")
    page = (await desk.open(ref)).text
    assert MESSAGES["waiting_heading"] in page
    assert (await desk.choose(ref, "pay_late")).status_code == 303
    assert (await status_of(desk, ref), desk.sent) == (PaymentStatus.CAPTURED, 2)


async def test_a_shop_that_does_not_answer_holds_nobody_up(desk: Desk, opened: Any) -> None:
    desk.webhook_status = 500
    ref = await opened()
    reply = await desk.act(ref, "pay")
    assert reply.status_code == 200
    assert reply.json()["data"]["webhook_delivered"] is False
    assert await status_of(desk, ref) == PaymentStatus.CAPTURED


@pytest.mark.parametrize("ended", ["expired", "cancelled"])
async def test_ended_sessions_say_so_and_take_nothing(desk: Desk, opened: Any, ended: str) -> None:
    ref = await opened()
    if ended == "expired":
        desk.harness.clock.forward(hours=2)
    else:
        await desk.harness.provider.cancel(ref)
    page = (await desk.open(ref)).text
    assert MESSAGES[f"{ended}_heading"] in page
    assert 'href="http://demo.localhost:3001/checkout"' in page
    assert (await desk.act(ref, "pay")).status_code == 409
    assert await status_of(desk, ref) == ended


async def test_an_authorised_payment_says_reserved(desk: Desk, opened: Any) -> None:
    ref = await opened(capture_method=CaptureMethod.MANUAL)
    await desk.choose(ref, "pay")
    assert MESSAGES["authorized_text"] in (await desk.open(ref)).text


async def test_the_json_twin_does_what_the_form_does(desk: Desk, opened: Any) -> None:
    ref = await opened()
    reply = await desk.act(ref, "pay")
    assert reply.status_code == 200
    assert reply.json() == {
        "data": {
            "session_id": ref,
            "status": "captured",
            "redirect_url": "http://demo.localhost:3001/checkout/done",
            "webhook_delivered": True,
        },
        "error": None,
    }


async def test_style_sheets_are_served_and_nothing_else(desk: Desk) -> None:
    for name in ("tokens.css", "pay.css"):
        reply = await desk.client.get(f"/mock-pay/static/{name}")
        assert (reply.status_code, reply.headers["content-type"]) == (
            200,
            "text/css; charset=utf-8",
        )
    for name in ("en.json", "..%2fapp.py", "app.py"):
        assert (await desk.client.get(f"/mock-pay/static/{name}")).status_code == 404


async def test_lines_are_left_out_when_they_do_not_add_up(
    desk: Desk, opened: Any, mock_harness: Any
) -> None:
    ref = await opened(amount=1000)
    page = (await desk.open(ref)).text
    assert "Hand grinder" not in page
    assert "€10.00" in page


async def test_a_storm_of_changes_is_503_not_500(desk: Desk, opened: Any) -> None:
    ref = await opened()
    state = desk.harness.provider.state

    async def always_beaten(session: Any, *, expected_version: int) -> bool:
        return False

    state.replace = always_beaten
    reply = await desk.act(ref, "pay")
    assert (reply.status_code, reply.json()["data"]) == (503, None)
    assert (await desk.choose(ref, "pay")).status_code == 503


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (123_450, "EUR", "€1,234.50"),
        (5, "USD", "$0.05"),
        (500, "JPY", "¥500"),
        (1_250, "KWD", "KWD\u00a01.250"),
        (100, "CHF", "CHF\u00a01.00"),
    ],
)
def test_amounts_read_as_money(amount: int, currency: str, text: str) -> None:
    """R1.2: minor digits are the currency's own."""
    assert format_amount(amount, currency) == text


def test_long_and_odd_text_is_tidied() -> None:
    assert shown("  a\n\tb\x00\u202e ") == "a b"
    assert len(shown("x" * 1000)) == 201


async def test_every_message_is_used(desk: Desk) -> None:
    """The catalogue carries no dead words."""
    package = files("ecomm_connectors.payments.mock")
    sources = [package.joinpath("pages.py").read_text("utf-8")]
    sources += [
        package.joinpath("templates", name).read_text("utf-8")
        for name in ("layout.html", "pay.html", "challenge.html", "outcome.html")
    ]
    text = "\n".join(sources)
    built = {f"{action}{suffix}" for action in Action for suffix in ("", "_help")}
    errors = ("not_found", "forbidden", "unprocessable", "conflict", "unavailable")
    states = ("paid", "authorized", "waiting", "cancelled", "expired")
    built |= {f"{kind}_{part}" for kind in errors + states for part in ("heading", "text")}
    unused = [name for name in MESSAGES if name not in built and name not in text]
    assert unused == []


async def test_late_delay_can_be_chosen(mock_harness: Any, opened: Any) -> None:
    mock_harness.provider._late_delay = timedelta(seconds=30)
    ref = await opened()
    session = await mock_harness.provider.choose(ref, Action.PAY_LATE)
    assert session.settles_at == session.expires_at + timedelta(seconds=30)
    assert replace(session, settles_at=None).next_due_at is not None


async def test_paying_touches_the_storage_three_times(desk: Desk, opened: Any) -> None:
    """One read, the payment, the delivered webhook: storage is a database in commerce."""
    ref = await opened()
    state = desk.harness.provider.state
    calls: list[str] = []

    class Counting:
        def __getattr__(self, name: str) -> Any:
            calls.append(name)
            return getattr(state, name)

    desk.harness.provider.state = Counting()
    assert (await desk.act(ref, "pay")).json()["data"]["webhook_delivered"] is True
    assert calls == ["get", "replace", "replace"]
