"""The mock's hosted page over HTTP: what is shown, what may be posted, where the shopper goes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from ecomm_connectors.payments import CaptureMethod, DisplayLine, PaymentStatus
from ecomm_connectors.payments.mock import Action, MockCourier, mock_app
from ecomm_connectors.payments.mock.pages import MESSAGES, format_amount, shown

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Desk:
    """The page mounted at /mock-pay, and what its webhooks met."""

    def __init__(self, harness: Any, client: httpx2.AsyncClient) -> None:
        self.harness = harness
        self.client = client
        self.webhook_status = 200
        self.sent = 0

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> int:
        now = self.harness.clock()
        self.harness.provider.parse_webhook(body, headers, now)
        self.sent += 1
        return self.webhook_status

    async def open(self, ref: str, more: str = "") -> httpx2.Response:
        return await self.client.get(f"/mock-pay/sessions/{ref}{more}")

    async def choose(self, ref: str, action: str, **changes: Any) -> httpx2.Response:
        page = (await self.open(ref)).text
        token = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
        fields = {"csrf": token[1] if token else "none", "action": action, **changes}
        return await self.client.post(f"/mock-pay/sessions/{ref}", data=fields)

    async def act(self, ref: str, action: Any, **headers: str) -> httpx2.Response:
        return await self.client.post(
            f"/mock-pay/sessions/{ref}/actions", json={"action": action}, headers=headers
        )


@pytest.fixture
async def desk(mock_harness: Any) -> AsyncIterator[Desk]:
    client = httpx2.AsyncClient(base_url="http://shop.test")
    made = Desk(mock_harness, client)
    app = mock_app(MockCourier(mock_harness.provider, made.receive, timeout=0.2))
    client._transport = httpx2.ASGITransport(Starlette(routes=[Mount("/mock-pay", app)]))
    yield made
    await client.aclose()


@pytest.fixture
def opened(mock_harness: Any, session_request: Any) -> Any:
    async def open_session(**changes: Any) -> str:
        request = session_request(mock_harness.clock, **changes)
        name: str = (await mock_harness.provider.create_session(request)).provider_ref
        return name

    return open_session


async def status_of(desk: Desk, ref: str) -> PaymentStatus:
    status: PaymentStatus = (await desk.harness.provider.fetch(ref)).status
    return status


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
    assert "<form" not in (await desk.open(ref)).text
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


@pytest.mark.parametrize("token", ["", "none", "0" * 64, "é", "other"])
async def test_a_form_without_its_own_token_is_refused(desk: Desk, opened: Any, token: str) -> None:
    ref = await opened()
    if token == "other":
        page = (await desk.open(await opened())).text
        found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
        assert found
        token = found[1]
    reply = await desk.choose(ref, "pay", csrf=token)
    assert reply.status_code == 403
    assert (await status_of(desk, ref), desk.sent) == (PaymentStatus.CREATED, 0)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_other_sites_cannot_choose(desk: Desk, opened: Any, site: str) -> None:
    """Tenants' shops are same-site with each other: that is not enough."""
    ref = await opened()
    reply = await desk.act(ref, "pay", **{"Sec-Fetch-Site": site})
    assert (reply.status_code, reply.json()["error"]["code"]) == (403, "cross_site")
    assert (await status_of(desk, ref), desk.sent) == (PaymentStatus.CREATED, 0)


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


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"action": "steal"}', "application/json", 422),
        (b'{"action": null}', "application/json", 422),
        (b'{"action": ["pay"]}', "application/json", 422),
        (b'{"action": {"a": 1}}', "application/json", 422),
        (b"[]", "application/json", 422),
        (b"{", "application/json", 422),
        (b"\xff", "application/json", 422),
        (b"[" * 4000, "application/json", 422),
        (b'{"action": "' + b"x" * 5000, "application/json", 413),
        (b'{"action": "pay"}', "text/plain", 415),
        (b"action=pay", "application/x-www-form-urlencoded", 415),
    ],
)
async def test_bad_json_is_refused_in_the_envelope(
    desk: Desk, opened: Any, body: bytes, content_type: str, status: int
) -> None:
    ref = await opened()
    reply = await desk.client.post(
        f"/mock-pay/sessions/{ref}/actions", content=body, headers={"Content-Type": content_type}
    )
    assert reply.status_code == status
    assert reply.json()["data"] is None
    assert reply.json()["error"]["code"]
    assert (await status_of(desk, ref), desk.sent) == (PaymentStatus.CREATED, 0)


@pytest.mark.parametrize("body", [b"", b"%ff=%ff", b"&" * 4000, b"a=1&" * 900, b"x" * 9000])
async def test_bad_forms_are_refused(desk: Desk, opened: Any, body: bytes) -> None:
    ref = await opened()
    reply = await desk.client.post(f"/mock-pay/sessions/{ref}", content=body, headers=FORM)
    assert reply.status_code in (403, 413, 422)
    assert await status_of(desk, ref) == PaymentStatus.CREATED


@pytest.mark.parametrize("ref", ["mock_0", "..%2f..%2fetc", "%00", "x" * 500, "%F0%9F%92%B8"])
async def test_unknown_sessions_are_404(desk: Desk, ref: str) -> None:
    assert (await desk.open(ref)).status_code == 404
    assert (await desk.act(ref, "pay")).status_code in (404, 405)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% raw %}",
    "{amount.__class__}",
    "\u202egnp.exe",
    "<svg/onload=alert(1)>",
    "x" * 10_000,
]


class Elements(HTMLParser):
    """The page's tags and attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name in ("href", "action", "src")]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_names_stay_text(desk: Desk, opened: Any, text: str) -> None:
    lines = (DisplayLine(text, 2, 2499),)
    ref = await opened(shop_name=text, lines=lines, reference=text[:200])
    for action in (None, "challenge", "pay_late", "pay_late"):
        if action:
            await desk.choose(ref, action)
        for more in ("", "/challenge"):
            page = (await desk.open(ref, more)).text
            elements = Elements()
            elements.feed(page)
            assert elements.tags.isdisjoint({"script", "img", "iframe", "object", "style"})
            assert elements.handlers == []
            assert all(re.match(r"/mock-pay/|http://demo|data:,$", link) for link in elements.links)
            assert "\u202e" not in page
            if text.startswith("{"):
                assert text in page
            assert len(page) < 20_000


async def test_the_policy_lets_nothing_run_and_names_the_shop(desk: Desk, opened: Any) -> None:
    ref = await opened()
    for reply in (await desk.open(ref), await desk.choose(ref, "decline")):
        policy = dict(
            part.strip().split(" ", 1)
            for part in reply.headers["content-security-policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert "script-src" not in policy
        assert policy["frame-ancestors"] == "'none'"
        assert policy["form-action"] == "'self' http://demo.localhost:3001"
        assert reply.headers["cache-control"] == "private, no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://shop.example/done?a=1#x", "https://shop.example"),
        ("https://user:pw@shop.example:8443/", "https://shop.example:8443"),
        ("http://[::1]:3001/done", "http:"),
        ("https://a;script-src.example/", "https:"),
        ("https://sh\u00f6p.example/", "https:"),
    ],
)
async def test_return_addresses_cannot_write_the_policy(
    desk: Desk, opened: Any, url: str, source: str
) -> None:
    ref = await opened(success_url=url, cancel_url=url)
    policy = (await desk.open(ref)).headers["content-security-policy"]
    assert policy.endswith(f"form-action 'self' {source}")


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
