"""A mail on the wire: what was meant arrives, whatever the text; nothing else can be said."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecomm_core.mail import Address, Mail, MailInvalid

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SHOP = Address("shop@example.com", "Kettle & Crane")
JANE = Address("jane@example.org")
FIELDS = {
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}
INJECTIONS = [
    "x\r\nBcc: victim@example.com",
    "x\nBcc: victim@example.com",
    "x\rBcc: victim@example.com",
    "x\r\n\r\n<script>body</script>",
    "x\x00y",
    "x\x0bBcc: v@example.com",
    "x\x85Bcc: v@example.com",
    "x\u2028Bcc: v@example.com",
    "x\u2029Bcc: v@example.com",
    "=?utf-8?q?x=0D=0ABcc:_victim@example.com?=",
    "=?utf-8?b?DQpCY2M6IHZAZXhhbXBsZS5jb20=?=",
    "a" * 2000,
    "ü" * 2000,
    "ü, \r\n ,".join("x" * 30 for _ in range(20)),
    "\u202egnp.exe",
    '", <victim@example.com>, "',
    "<victim@example.com>",
    "Ünïcode, Inc. <v@example.com>, " * 5,
    "\ud800",
    "(comment) ; : , @ [ ] \\",
]


def mail(subject: str = "Order 10482", sender: Address = SHOP, to: Address = JANE) -> Mail:
    return Mail(sender, to, subject, "Thank you.", "order-confirmation:1")


def parsed(message: Mail) -> EmailMessage:
    raw = message.as_email(NOW).as_bytes()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    return message_from_bytes(raw.replace(b"\r\n", b"\n"), policy=policy.default)


def decoded(message: Mail, name: str) -> str:
    """A header as RFC 2047 reads it (the modern parser adds spaces between encoded words)."""
    raw = message_from_bytes(message.as_email(NOW).as_bytes())[name]
    return str(make_header(decode_header(raw)))


def addresses(message: EmailMessage, name: str) -> Sequence[str]:
    return [address.addr_spec for address in message[name].addresses]


def test_a_plain_mail_says_what_it_should() -> None:
    message = parsed(mail())
    assert message["From"].addresses[0].display_name == "Kettle & Crane"
    assert addresses(message, "From") == ["shop@example.com"]
    assert addresses(message, "To") == ["jane@example.org"]
    assert message["Subject"] == "Order 10482"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert message.get_content() == "Thank you.\n"
    assert set(message.keys()) == FIELDS


def test_html_is_the_alternative_to_text() -> None:
    html = "<p>Grüße, 親愛的 &amp; " + "x" * 3000 + "</p>"
    message = parsed(Mail(SHOP, JANE, "Hi", "Grüße\n.\nFrom me", "k", html=html))
    assert message.get_content_type() == "multipart/alternative"
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert rich
    assert plain.get_content() == "Grüße\n.\nFrom me\n"
    assert rich.get_content().strip() == html


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("where", ["subject", "sender", "to", "reply_to"])
def test_display_text_cannot_become_a_header_or_an_address(text: str, where: str) -> None:
    message = parsed(
        Mail(
            Address("shop@example.com", text if where == "sender" else ""),
            Address("jane@example.org", text if where == "to" else ""),
            f"About {text}" if where == "subject" else "Order",
            "Thank you.",
            "k",
            reply_to=Address("help@example.com", text if where == "reply_to" else ""),
        )
    )
    assert set(message.keys()) == FIELDS | {"Reply-To"}
    assert len(message.keys()) == len(FIELDS) + 1
    assert addresses(message, "From") == ["shop@example.com"]
    assert addresses(message, "To") == ["jane@example.org"]
    assert addresses(message, "Reply-To") == ["help@example.com"]
    assert message.get_content() == "Thank you.\n"


@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_at_all_breaks_a_mail(name: str, subject: str) -> None:
    message = mail(f"Order {subject}", Address("shop@example.com", name))
    found = parsed(message)
    assert set(found.keys()) == FIELDS
    assert addresses(found, "From") == ["shop@example.com"]
    assert decoded(message, "Subject").split() == message.subject.split()
    name = parseaddr(message_from_bytes(message.as_email(NOW).as_bytes())["From"])[0]
    assert str(make_header(decode_header(name))).split() == message.sender.name.split()
    assert found.get_content() == "Thank you.\n"


@pytest.mark.parametrize("length", range(1, 60))
def test_long_text_keeps_its_spaces_where_it_is_cut(length: int) -> None:
    words = f"Bestellung {'x' * length} für Müller ä"
    message = mail(words, Address("shop@example.com", words))
    assert decoded(message, "Subject") == words
    assert decoded(message, "From") == f"{words} <shop@example.com>"


@given(st.text(max_size=2000))
def test_bodies_arrive_as_they_were(text: str) -> None:
    found = parsed(Mail(SHOP, JANE, "Hi", text, "k", html=f"<p>{text}</p>"))
    body = found.get_body(("plain",))
    assert body
    clean = re.sub(r"\r\n?", "\n", text.replace("\x00", ""))
    assert body.get_content().rstrip("\n") == clean.rstrip("\n")


@pytest.mark.parametrize(
    "email",
    [
        "",
        "jane",
        "@example.com",
        "jane@",
        "jane@@example.com",
        "a@b@c",
        "jane doe@example.com",
        "jane@exa mple.com",
        "jane@example.com\r\nBcc: x@y.z",
        "jane@example.com\n",
        "\njane@example.com",
        "jane@example.com>",
        "<jane@example.com>",
        "Jane <jane@example.com>",
        "jane@example.com, x@y.z",
        '"jane"@example.com',
        "jane@[127.0.0.1]",
        "jane@example..com",
        "jane@.com",
        ".jane@example.com",
        "ja..ne@example.com",
        "jane@example.com\x00",
        "jane@example.com SIZE=1",
        "jane\u2028@example.com",
        "j" * 65 + "@example.com",
        "j@" + "e" * 64 + ".com",
        "j@" + "e." * 130 + "com",
        "jane@exam_ple.com",
        "jane@\u202eexample.com",
        "=?utf-8?q?x=0D=0A?=@example.com",
    ],
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(MailInvalid):
        Address(email)


@pytest.mark.parametrize(
    ("email", "kept"),
    [
        ("jane@example.com", "jane@example.com"),
        ("jane+o'brien.x@mail.example.com", "jane+o'brien.x@mail.example.com"),
        ("shop@localhost", "shop@localhost"),
        ("jane@bücher.example", "jane@xn--bcher-kva.example"),
        ("jane@ｅｘａｍｐｌｅ.com", "jane@example.com"),  # noqa: RUF001 - full width on purpose
        ("jürgen@example.com", "jürgen@example.com"),
    ],
)
def test_addresses_are_kept_with_an_ascii_domain(email: str, kept: str) -> None:
    assert Address(email).email == kept


def test_the_message_id_depends_on_the_key_only() -> None:
    first, second = mail("One"), mail("Two")
    assert first.message_id == second.message_id == parsed(second)["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{40}@example\.com>", first.message_id)
    other = Mail(SHOP, JANE, "One", "x", "order-confirmation:2")
    assert other.message_id != first.message_id


def test_further_headers_are_carried() -> None:
    headers = {"List-Unsubscribe": "<https://example.com/u?t=1>", "X-Store": "demo"}
    message = parsed(Mail(SHOP, JANE, "Hi", "x", "k", headers=headers))
    assert message["List-Unsubscribe"] == "<https://example.com/u?t=1>"
    assert message["X-Store"] == "demo"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Bcc", "x@y.z"),
        ("bcc", "x@y.z"),
        ("To", "x@y.z"),
        ("Content-Type", "text/html"),
        ("MIME-Version", "2"),
        ("Resent-To", "x@y.z"),
        ("Return-Path", "<x@y.z>"),
        ("X-A\r\nBcc", "x@y.z"),
        ("X A", "1"),
        ("X-A:", "1"),
        ("", "1"),
        ("X-A", "1\r\nBcc: x@y.z"),
        ("X-A", "1\n"),
        ("X-A", "é"),
        ("X-A", ""),
        ("X-A", "=?utf-8?q?x=0D=0ABcc:_v@example.com?="),
        ("X-A", "a" * 901),
    ],
)
def test_other_headers_are_refused(name: str, value: str) -> None:
    with pytest.raises(MailInvalid):
        Mail(SHOP, JANE, "Hi", "x", "k", headers={name: value})


@pytest.mark.parametrize(("subject", "key"), [("", "k"), (" \r\n ", "k"), ("Hi", "")])
def test_subject_and_key_are_needed(subject: str, key: str) -> None:
    with pytest.raises(MailInvalid):
        Mail(SHOP, JANE, subject, "x", key)


def test_a_date_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        mail().as_email(NOW.replace(tzinfo=None))
