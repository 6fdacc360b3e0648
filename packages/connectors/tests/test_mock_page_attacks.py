"""The mock's hosted page against forged forms, other sites, bad bodies and hostile names."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from ecomm_connectors.payments import DisplayLine, PaymentStatus

from .desk import Desk, status_of

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


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
