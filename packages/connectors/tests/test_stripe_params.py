"""What the Stripe adapter sends for a session, as the fake received it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ecomm_connectors.payments import CaptureMethod, DisplayLine, ProviderRefused
from ecomm_connectors.payments.stripe.session_params import session_params, stripe_locale


@pytest.fixture
def sent(stripe_harness: Any, session_request: Any) -> Any:
    async def send(**changes: Any) -> dict[str, Any]:
        request = session_request(stripe_harness.clock, **changes)
        await stripe_harness.provider.create_session(request)
        method, path, params = stripe_harness.server.fake.requests[-1]
        assert (method, path) == ("POST", "/v1/checkout/sessions")
        received: dict[str, Any] = params
        return received

    return send


def shown(params: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (
            line["quantity"],
            line["price_data"]["product_data"]["name"],
            line["price_data"]["unit_amount"],
        )
        for line in params["line_items"]
    ]


async def test_the_session_carries_our_reference_everywhere(sent: Any) -> None:
    params = await sent(reference="pay_1", metadata={"store": "demo"})
    marked = {"store": "demo", "ecomm_reference": "pay_1"}
    assert params["client_reference_id"] == "pay_1"
    assert params["metadata"] == marked
    assert params["payment_intent_data"] == {"metadata": marked}
    assert params["mode"] == "payment"
    assert params["customer_email"] == "ada@example.com"
    assert params["adaptive_pricing"] == {"enabled": "false"}


async def test_lines_are_shown_when_they_add_up(sent: Any) -> None:
    lines = (DisplayLine("Cup", 3, 3000), DisplayLine("Shipping", 1, 500))
    params = await sent(amount=3500, lines=lines)
    assert shown(params) == [("3", "Cup", "1000"), ("1", "Shipping", "500")]


async def test_a_line_without_an_exact_unit_price_is_one_piece(sent: Any) -> None:
    params = await sent(amount=1000, lines=(DisplayLine("Cup", 3, 1000),))
    assert shown(params) == [("1", "3 \u00d7 Cup", "1000")]


async def test_lines_that_do_not_add_up_become_one(sent: Any) -> None:
    """A gift card paid the rest: the page must ask for the amount and nothing else."""
    params = await sent(amount=1500, lines=(DisplayLine("Cup", 2, 2000),), shop_name="Demo")
    assert shown(params) == [("1", "Demo", "1500")]


async def test_more_lines_than_stripe_takes_become_one(sent: Any) -> None:
    lines = tuple(DisplayLine(f"Cup {number}", 1, 10) for number in range(101))
    assert shown(await sent(amount=1010, lines=lines)) == [("1", "Demo", "1010")]


async def test_no_lines_become_one(sent: Any) -> None:
    assert shown(await sent(amount=700, lines=())) == [("1", "Demo", "700")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "\u2013"),
        ("\x00\u202e \n", "\u2013"),
        ("Cup\r\n\tred", "Cup red"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * 5000, "x" * 250),
    ],
)
async def test_hostile_names_are_tidied(sent: Any, name: str, expected: str) -> None:
    params = await sent(amount=700, lines=(DisplayLine(name, 1, 700),))
    assert shown(params) == [("1", expected, "700")]


async def test_kuwaiti_lines_keep_to_multiples_of_ten(sent: Any) -> None:
    """R1.2: 10.000 over three would be 3.333."""
    params = await sent(currency="KWD", amount=10_000, lines=(DisplayLine("Cup", 3, 10_000),))
    assert shown(params) == [("1", "3 \u00d7 Cup", "10000")]
    assert params["line_items"][0]["price_data"]["currency"] == "kwd"


async def test_lines_too_fine_for_the_currency_become_one(sent: Any) -> None:
    lines = (DisplayLine("Cup", 1, 5_005), DisplayLine("Spoon", 1, 4_995))
    assert shown(await sent(currency="KWD", amount=10_000, lines=lines)) == [("1", "Demo", "10000")]


@pytest.mark.parametrize(("currency", "amount"), [("KWD", 10_005), ("ISK", 50_050)])
async def test_an_amount_too_fine_for_the_currency_is_refused(
    sent: Any, stripe_harness: Any, currency: str, amount: int
) -> None:
    with pytest.raises(ProviderRefused) as refused:
        await sent(currency=currency, amount=amount, lines=())
    assert refused.value.reason == "amount_not_representable"
    assert stripe_harness.server.fake.requests == []


async def test_stripes_own_refusals_come_through_by_code(sent: Any) -> None:
    with pytest.raises(ProviderRefused) as refused:
        await sent(amount=10, lines=())
    assert refused.value.reason == "amount_too_small"
    with pytest.raises(ProviderRefused) as refused:
        await sent(customer_email="not an address")
    assert (refused.value.reason, refused.value.field) == ("email_invalid", "customer_email")


@pytest.mark.parametrize("minutes", [-10, 0, 15, 34])
async def test_short_sessions_are_lengthened_to_what_stripe_takes(
    stripe_harness: Any, session_request: Any, minutes: int
) -> None:
    clock = stripe_harness.clock
    request = session_request(clock, expires_at=clock() + timedelta(minutes=minutes))
    # The first try may arrive up to five minutes after the intent was recorded.
    clock.forward(minutes=4, seconds=59)
    created = await stripe_harness.provider.create_session(request)
    assert created.expires_at == request.requested_at + timedelta(minutes=35)


async def test_long_sessions_are_shortened_to_a_day(
    stripe_harness: Any, session_request: Any
) -> None:
    clock = stripe_harness.clock
    request = session_request(clock, expires_at=clock() + timedelta(days=7))
    created = await stripe_harness.provider.create_session(request)
    assert timedelta(hours=23) < created.expires_at - clock() < timedelta(hours=24)


async def test_manual_capture_is_asked_for(sent: Any) -> None:
    params = await sent(capture_method=CaptureMethod.MANUAL)
    assert params["payment_intent_data"]["capture_method"] == "manual"


def test_equal_requests_give_equal_parameters(session_request: Any, mock_harness: Any) -> None:
    request = session_request(mock_harness.clock)
    first = session_params(request)
    mock_harness.clock.forward(minutes=4)
    assert session_params(request) == first


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        (None, "auto"),
        ("", "auto"),
        ("de", "de"),
        ("de-AT", "de"),
        ("pt_BR", "pt-BR"),
        ("EN-gb", "en-GB"),
        ("tlh", "auto"),
        ("x" * 500, "auto"),
    ],
)
def test_the_nearest_locale_is_asked_for(tag: str | None, expected: str) -> None:
    assert stripe_locale(tag) == expected
