"""The local mailbox: files written whole, and a page that shows hostile mail without harm."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from ecomm_core.mail import Address, Mail, MailUnavailable, SmtpTransport, build
from ecomm_core.mail.mailbox import Mailbox, MailboxTransport, mailbox_app
from ecomm_core.mail.mailbox.app import MESSAGES

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HOST = "http://localhost"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}"


def mail(to: str = "jane@example.org", **values: Any) -> Mail:
    given = {"subject": "Order", "text": "Thank you.", "message_key": "order:1", **values}
    return Mail(sender=Address("shop@example.com", "Kettle"), to=Address(to), **given)


@pytest.fixture
def transport(tmp_path: Path) -> MailboxTransport:
    return MailboxTransport(tmp_path / "mail", now=lambda: NOW)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "svg", "object", "embed"}:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or (value or "").lstrip().lower().startswith("javascript"):
                self.found.append(name)


def dangers(html: str) -> list[str]:
    """What could act in a page, as a parser of HTML sees it."""
    parser = _Tags()
    parser.feed(html)
    return parser.found


def first_row(page: httpx2.Response) -> str:
    """The address of the newest message of a listing."""
    return HOST + unescape(re.findall(r'class="row" href="([^"]+)"', page.text)[0])


@pytest.fixture(params=["/", "/mailbox"], ids=["alone", "mounted"])
async def page(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    app = mailbox_app(tmp_path / "mail")
    if request.param != "/":
        app = Starlette(routes=[Mount(request.param, app)])
    base = f"{HOST}{request.param.rstrip('/')}/"
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url=base) as client:
        yield client


async def test_a_mail_is_a_file_with_everything_in_it(
    transport: MailboxTransport, tmp_path: Path
) -> None:
    await transport.send(mail(html="<a href='https://x.test/a?b=1&amp;c=2'>go</a>", text="see"))
    [path] = (tmp_path / "mail").iterdir()
    assert re.fullmatch(r"[0-9]{20}-[0-9a-f]{8}\.eml", path.name)
    [found] = await Mailbox(tmp_path / "mail").search(limit=10)
    assert (found.to, found.subject, found.date) == ("jane@example.org", "Order", NOW)
    assert found.sender == "Kettle <shop@example.com>"
    assert found.message_id == mail().message_id
    assert found.text == "see\n"
    assert found.links == ["https://x.test/a?b=1&c=2"]


async def test_doubles_are_not_hidden(transport: MailboxTransport, tmp_path: Path) -> None:
    await transport.send(mail())
    await transport.send(mail())
    first, second = await Mailbox(tmp_path / "mail").search(limit=10)
    assert first.message_id == second.message_id
    assert first.id != second.id


async def test_readers_never_see_half_a_mail(transport: MailboxTransport, tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "mail")
    text = "x" * 200_000 + "END"
    seen = 0

    async def read() -> None:
        nonlocal seen
        while seen < 20:
            found = await Mailbox(tmp_path / "mail").search(limit=100)
            assert all(item.text.replace("\n", "").endswith("END") for item in found)
            seen = len(found)

    reader = asyncio.create_task(read())
    for _ in range(20):
        await transport.send(mail(text=text))
    await reader
    assert len(await box.search(limit=100)) == 20
    assert not list((tmp_path / "mail").glob(".*"))


async def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file")
    with pytest.raises(MailUnavailable):
        await MailboxTransport(tmp_path / "mail").send(mail())


async def test_search_is_by_recipient_or_subject_newest_first(
    transport: MailboxTransport, tmp_path: Path
) -> None:
    for number, to in enumerate(["jane@x.test", "joe@x.test", "JANE@y.test"]):
        await transport.send(mail(to, subject=f"Mail {number}"))
    box = Mailbox(tmp_path / "mail")
    assert [m.subject for m in await box.search("jane", limit=10)] == ["Mail 2", "Mail 0"]
    assert [m.subject for m in await box.search(" JOE@ ", limit=10)] == ["Mail 1"]
    assert [m.subject for m in await box.search(limit=1, offset=1)] == ["Mail 1"]
    assert [m.to for m in await box.search("mail 1", limit=10)] == ["joe@x.test"]
    assert await box.search("nobody", limit=10) == []
    assert await Mailbox(tmp_path / "none").search(limit=10) == []


@pytest.mark.parametrize(
    "mail_id",
    [
        "",
        "%2e%2e",
        "../secret",
        "%2e%2e%2fsecret",
        "0" * 20,
        "x" * 29,
        "0" * 20 + "-zzzzzzzz",
        "a\x00",
    ],
)
async def test_what_is_no_id_finds_no_file(
    mail_id: str, tmp_path: Path, page: httpx2.AsyncClient
) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "secret.eml").write_text("Subject: canary-secret\n\nx")
    assert await Mailbox(tmp_path / "mail").find(mail_id) is None
    for path in (f"messages/{mail_id}", f"messages/{mail_id}/html"):
        reply = await page.get(path.replace("\x00", "%00").replace("\n", "%0a"))
        assert reply.status_code == 404
        assert "canary" not in reply.text


async def test_the_pages_show_mail(page: httpx2.AsyncClient, transport: MailboxTransport) -> None:
    empty = await page.get("")
    assert empty.status_code == 200
    assert "No mail yet" in empty.text
    await transport.send(mail(subject="Order 10482", html="<p>Hello <b>Jane</b></p>"))
    listing = await page.get("")
    assert "Order 10482" in listing.text
    address = first_row(listing)
    shown = await page.get(address)
    assert shown.status_code == 200
    assert "Kettle &lt;shop@example.com&gt;" in shown.text
    [frame] = re.findall(r'<iframe [^>]*src="([^"]+)"[^>]*>', shown.text)
    assert "Hello <b>Jane</b>" in (await page.get(HOST + frame)).text
    text = await page.get(f"{address}?view=text")
    assert "Thank you." in text.text
    assert "<iframe" not in text.text
    headers = await page.get(f"{address}?view=headers")
    assert "Auto-Submitted" in headers.text
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', shown.text)
    assert len(styles) == 2
    for style in styles:
        assert (await page.get(HOST + style)).headers["content-type"].startswith("text/css")


async def test_a_mail_without_html_opens_as_text(
    page: httpx2.AsyncClient, transport: MailboxTransport
) -> None:
    await transport.send(mail())
    address = first_row(await page.get(""))
    shown = await page.get(f"{address}?view=html")
    assert "<iframe" not in shown.text
    assert "Thank you." in shown.text
    assert (await page.get(f"{address}/html")).status_code == 404


async def test_hostile_text_is_shown_as_text(
    page: httpx2.AsyncClient, transport: MailboxTransport
) -> None:
    await transport.send(
        Mail(
            Address("shop@example.com", EVIL),
            Address("jane@example.org", EVIL),
            EVIL,
            f'{EVIL} https://x.test/?a=1&b="onmouseover=alert(1) javascript:alert(1)',
            "k",
            headers={"X-Evil": EVIL},
        )
    )
    listing = await page.get("", params={"to": "jane"})
    address = first_row(listing).split("?")[0]
    pages = [
        listing,
        await page.get("", params={"to": EVIL}),
        await page.get(address),
        await page.get(address, params={"view": "text", "to": EVIL}),
        await page.get(address, params={"view": "headers"}),
        await page.get(address, params={"view": EVIL}),
    ]
    for reply in pages:
        assert reply.status_code == 200
        assert dangers(reply.text) == []
    assert dangers(EVIL) == ["<script>", "<img>", "onerror"]


async def test_no_page_may_run_a_script(
    page: httpx2.AsyncClient, transport: MailboxTransport
) -> None:
    await transport.send(mail(html=f"<html><head></head>{EVIL}</html>"))
    address = first_row(await page.get(""))
    for path in ("", address, f"{address}?view=text", "messages/none"):
        policy = (await page.get(path)).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "frame-ancestors 'none'" in policy
    frame = await page.get(f"{address}/html")
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert "form-action 'none'" in policy
    shown = (await page.get(address)).text
    [sandbox] = re.findall(r'<iframe [^>]*sandbox="([^"]*)"', shown)
    assert sandbox == "allow-popups allow-popups-to-escape-sandbox"


async def test_links_of_html_mail_open_beside_the_frame(
    page: httpx2.AsyncClient, transport: MailboxTransport
) -> None:
    for html, start in [
        ("<!doctype html><html><HEAD lang=en><title>x", "<!doctype html><html><HEAD lang=en><base"),
        ("<p>bare", '<base target="_blank"><p>bare'),
    ]:
        await transport.send(mail(html=html))
        address = first_row(await page.get(""))
        assert (await page.get(f"{address}/html")).text.startswith(start)


async def test_links_in_text_are_links(
    page: httpx2.AsyncClient, transport: MailboxTransport
) -> None:
    await transport.send(mail(text="Verify: https://x.test/v?token=a-b_c&x=1. Or (http://y.test)."))
    address = first_row(await page.get(""))
    text = (await page.get(f"{address}?view=text")).text
    assert re.findall(r'<a href="([^"]+)" target="_blank" rel="noopener noreferrer">', text) == [
        "https://x.test/v?token=a-b_c&amp;x=1",
        "http://y.test",
    ]


async def test_programs_get_json(page: httpx2.AsyncClient, transport: MailboxTransport) -> None:
    await transport.send(mail("joe@x.test", subject="Other"))
    await transport.send(
        mail(text="Reset: https://x.test/r?t=1", html='<a href="https://x.test/h">')
    )
    reply = await page.get("messages.json", params={"to": "jane@example.org"})
    [message] = reply.json()["messages"]
    assert message["to"] == "jane@example.org"
    assert message["subject"] == "Order"
    assert message["date"] == NOW.isoformat()
    assert message["links"] == ["https://x.test/r?t=1", "https://x.test/h"]
    assert message["message_id"] == mail().message_id
    assert len((await page.get("messages.json")).json()["messages"]) == 2
    assert len((await page.get("messages.json?limit=1")).json()["messages"]) == 1


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "", "²", "9" * 5000])
async def test_a_bad_limit_is_refused(page: httpx2.AsyncClient, limit: str) -> None:
    assert (await page.get("messages.json", params={"limit": limit})).status_code == 422


async def test_long_lists_are_paged(page: httpx2.AsyncClient, transport: MailboxTransport) -> None:
    for number in range(53):
        await transport.send(mail(subject=f"Mail {number:02}"))
    first, second = (await page.get("")).text, (await page.get("?page=2")).text
    assert first.count('class="row"') == 50
    assert second.count('class="row"') == 3
    assert "Mail 52" in first
    assert "Mail 00" in second
    assert ">Older<" in first
    assert ">Newer<" in second
    for odd in ("0", "-1", "x", "9" * 5000):
        assert "Mail 52" in (await page.get("", params={"page": odd})).text


async def test_broken_files_do_not_break_the_page(
    page: httpx2.AsyncClient, transport: MailboxTransport, tmp_path: Path
) -> None:
    await transport.send(mail(subject="Good"))
    folder = tmp_path / "mail"
    for number, content in enumerate(
        [
            b"",
            b"\xff\xfe\x00garbage",
            b"Subject: =?utf-8?b?////?=\nDate: never\nTo: \n\n",
            b"Content-Type: text/plain; charset=klingon\n\n\xff",
            b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
        ]
    ):
        (folder / f"{number:020d}-{number:08x}.eml").write_bytes(content)
    (folder / "notes.txt").write_text("not mail")
    (folder / "x.eml").write_text("not ours")
    listing = await page.get("")
    assert listing.status_code == 200
    addresses = re.findall(r'class="row" href="([^"]+)"', listing.text)
    assert len(addresses) == 6
    for address in addresses:
        for view in ("html", "text", "headers"):
            assert (await page.get(f"{HOST}{address}?view={view}")).status_code == 200
    assert (await page.get("messages.json")).status_code == 200


def test_build_picks_the_transport(tmp_path: Path) -> None:
    both = build(smtp_url="smtp://127.0.0.1:2525", mailbox_dir=tmp_path)
    assert isinstance(both, SmtpTransport)
    assert isinstance(build(mailbox_dir=tmp_path), MailboxTransport)
    with pytest.raises(ValueError, match="mail needs"):
        build()


def test_no_word_of_the_catalogue_is_hidden_by_a_dictionary_method() -> None:
    # Templates write t.word; a key named like a method of dict would show the method.
    assert not [name for name in MESSAGES if hasattr(dict, name)]
