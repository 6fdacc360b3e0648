"""Mails to shoppers: sent once, said in the store's name, safe whatever the text."""

import asyncio
import email
import email.policy
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from commerce.mail.catalogue import words
from commerce.mail.formats import price, rate
from ecomm_core.mail import Mail, MailRefused, MailUnavailable, MailUnknown

CONFIRMATION = "commerce.email.order_confirmation"


def _mails(mailbox: Path, to: str) -> list[EmailMessage]:
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(mailbox.glob("*.eml"))
    ]
    return [mail for mail in found if isinstance(mail, EmailMessage) and mail["To"] == to]


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


async def _buy(shop: Any, **fields: Any) -> tuple[Any, dict[str, Any]]:
    shopper = await shop.shopper((await shop.variant(**fields), 2))
    await shopper.start(await shopper.form(address={"name": fields.get("name", "Ada Lovelace")}))
    await shopper.choose("pay")
    return shopper, (await shopper.state())["order"]


async def test_an_order_is_confirmed(shop: Any, mailbox: Path, kernel: Any) -> None:
    await shop.store.merchant.patch(
        shop.store.path, json={"name": "Kaffee Kontor", "contact_email": "hallo@kontor.example"}
    )
    shopper, order = await _buy(shop, title="Pour-over kettle", variant_title="Steel")
    await shop.run()
    [mail] = _mails(mailbox, shopper.email)
    assert mail["Subject"] == "Your order #1001 from Kaffee Kontor"
    assert mail["From"].addresses[0].display_name == "Kaffee Kontor"
    assert mail["Reply-To"].addresses[0].addr_spec == "hallo@kontor.example"
    for kind in ("plain", "html"):
        text = _part(mail, kind)
        for shown in (
            "Pour-over kettle",
            "Steel",
            "2 \u00d7 €24.99",
            "€49.98",
            "€4.90",
            "€54.88",
            "19%",
            "€8.76",
            "Ada Lovelace",
            "10115 Berlin",
            f"/orders/{order['id']}?token={order['token']}",
            "No money moved",
        ):
            assert shown in text, (kind, shown)
    [row] = await shop.rows(
        "select message_key, recipient, subject, sent_at from mail_messages "
        "where store_id is not null"
    )
    assert row["message_key"] == f"order-confirmation:{order['id']}"
    assert row["sent_at"] is not None


async def test_the_link_in_the_mail_opens_the_order(shop: Any, mailbox: Path) -> None:
    shopper, order = await _buy(shop)
    await shop.run()
    text = _part(_mails(mailbox, shopper.email)[0], "plain")
    link = next(word for word in text.split() if f"/orders/{order['id']}" in word)
    token = link.split("token=")[1]
    reply = await shop.api.get(f"{shop.store.public}/orders/{order['id']}", params={"token": token})
    assert reply.status_code == 200


async def test_prices_are_written_as_the_store_writes_them(shop: Any, mailbox: Path) -> None:
    await shop.store.merchant.patch(shop.store.path, json={"locale": "de-DE"})
    shopper, _ = await _buy(shop)
    await shop.run()
    assert "54,88\xa0€" in _part(_mails(mailbox, shopper.email)[0], "plain")


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "shown"),
    [
        (2499, "EUR", "en", "€24.99"),
        (2499, "EUR", "de-DE", "24,99\xa0€"),
        (2499, "JPY", "en", "¥2,499"),
        (2499, "KWD", "en", "KWD\xa02.499"),
        (2450, "ISK", "en", "ISK\xa024.50"),
        (-500, "USD", "en", "-$5.00"),
        (0, "EUR", "en", "€0.00"),
        (10**12, "EUR", "en", "€10,000,000,000.00"),
        (2499, "EUR", "xx-YY", "€24.99"),
    ],
)
def test_money_is_written_with_its_own_digits(
    amount: int, currency: str, locale: str, shown: str
) -> None:
    """R1.2: every minor digit, none more."""
    assert price(amount, currency, locale) == shown


def test_rates_are_written_without_loss() -> None:
    assert (rate(190_000, "en"), rate(107_500, "en"), rate(0, "en")) == ("19%", "10.75%", "0%")


async def test_hostile_text_is_text(shop: Any, mailbox: Path) -> None:
    hostile = '<img src=x onerror=alert(1)>{{7*7}}"\r\nBcc: victim@example.com'
    await shop.store.merchant.patch(
        shop.store.path, json={"name": "<b>Shop</b> {{1+1}} %s {number}"}
    )
    shopper, _ = await _buy(shop, title="<script>alert(1)</script> {price}", name=hostile[:100])
    await shop.run()
    [mail] = _mails(mailbox, shopper.email)
    html = _part(mail, "html")
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>Shop" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {price}" in html
    assert "{{7*7}}" in html.replace("&#34;", '"')
    assert mail["Bcc"] is None
    assert len(mail["To"].addresses) == 1
    assert "<script>alert(1)</script>" in _part(mail, "plain")


async def test_the_event_handled_twice_is_one_mail(shop: Any, mailbox: Path) -> None:
    """A message key makes a double send impossible."""
    shopper, _ = await _buy(shop)
    await shop.run()
    async with shop.transaction() as session:
        await session.execute(
            text(
                "update outbox set done_at = null where task = 'commerce.email.order_confirmation'"
            )
        )
    assert "commerce.email.order_confirmation" in await shop.run()
    assert len(_mails(mailbox, shopper.email)) == 1


class _Transport:
    """Fails as told, then takes everything."""

    repeats_safely = False

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.taken: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        if self.failures:
            raise self.failures.pop(0)
        await asyncio.sleep(0)
        self.taken.append(mail)


@pytest.fixture
def transport(kernel: Any) -> Any:
    """A transport to be told what to do."""
    before = kernel.parts["mail"]
    kernel.parts["mail"] = made = _Transport()
    yield made
    kernel.parts["mail"] = before


async def test_a_busy_mail_server_is_asked_again(shop: Any, transport: Any) -> None:
    transport.failures = [MailUnavailable("421")]
    shopper, _ = await _buy(shop)
    with pytest.raises(MailUnavailable):
        await shop.run()
    assert transport.taken == []
    await shop.run(ahead=timedelta(minutes=5))
    assert [mail.to.email for mail in transport.taken] == [shopper.email]
    assert (
        await shop.one(
            "select count(*) from mail_messages where store_id is not null and sent_at is not null"
        )
        == 1
    )


async def test_a_provider_is_not_asked_before_it_wants_to_be(shop: Any, transport: Any) -> None:
    """429 with Retry-After: the job waits that long, whatever the backoff would say."""
    busy = MailUnavailable("429")
    busy.retry_after = 1_800
    transport.failures = [busy]
    await _buy(shop)
    with pytest.raises(MailUnavailable):
        await shop.run()
    assert CONFIRMATION not in await shop.run(ahead=timedelta(minutes=29))
    assert transport.taken == []
    await shop.run(ahead=timedelta(minutes=31))
    assert len(transport.taken) == 1


async def test_a_mail_that_nobody_answered_for_is_unknown(shop: Any, transport: Any) -> None:
    """Handed over without an answer: not sent again unasked, and the merchant may."""
    transport.failures = [MailUnknown("no answer")]
    await _buy(shop)
    await shop.run()
    assert CONFIRMATION not in await shop.run(ahead=timedelta(hours=2))
    assert transport.taken == []
    [row] = (await shop.store.merchant.get(f"{shop.store.path}/mails")).json()["data"]
    assert (row["state"], row["repeatable"]) == ("unknown", True)
    await shop.store.merchant.post(f"{shop.store.path}/mails/{row['id']}/resend")
    await shop.run()
    assert len(transport.taken) == 1


async def test_what_never_got_through_ends_as_failed(shop: Any, transport: Any) -> None:
    """After the last attempt it is said, not silently dead."""
    transport.failures = [MailUnavailable("451 later") for _ in range(10)]
    await _buy(shop)
    for hours in range(9):
        with pytest.raises(MailUnavailable):
            await shop.run(ahead=timedelta(hours=2 * hours))
    await shop.run(ahead=timedelta(hours=20))
    assert await shop.one("select state from mail_messages where store_id is not null") == "failed"
    assert await shop.one("select count(*) from outbox where dead_at is not null") == 0


async def test_a_refused_mail_is_said_and_not_repeated(shop: Any, transport: Any) -> None:
    transport.failures = [MailRefused("550 no such user")]
    await _buy(shop)
    await shop.run()
    assert await shop.run() == []
    assert transport.taken == []
    [entry] = await shop.rows("select message from order_timeline where kind = 'mail_refused'")
    assert "could not be delivered" in entry["message"]


async def test_after_a_crash_nobody_guesses(shop: Any, transport: Any) -> None:
    """Killed between the server's yes and our note: `unknown`, said, and not sent again unasked."""
    await _buy(shop)
    await shop.run()
    async with shop.transaction() as session:
        await session.execute(
            text("update outbox set done_at = null where task like '%order_confirmation'")
        )
        await session.execute(
            text(
                "update mail_messages set state = 'sending', sent_at = null "
                "where store_id is not null"
            )
        )
    await shop.run()
    assert len(transport.taken) == 1
    assert await shop.one("select state from mail_messages where store_id is not null") == "unknown"
    [entry] = await shop.rows("select message from order_timeline where kind = 'mail_refused'")
    assert "not known" in entry["message"]


async def test_a_parcel_is_announced(shop: Any, mailbox: Path) -> None:
    shopper, order = await _buy(shop, title="Kettle")
    path = f"{shop.store.path}/orders/{order['id']}"
    items = (await shop.store.merchant.get(path)).json()["data"]["items"]
    for number, quantity in (("JD1", 1), ("JD2", 1)):
        reply = await shop.store.merchant.post(
            f"{path}/fulfillments",
            json={
                "carrier": "DHL <b>",
                "tracking_number": number,
                "tracking_url": "https://track.example/?a=1&b=2",
                "items": [{"item_id": items[0]["id"], "quantity": quantity}],
            },
        )
        assert reply.status_code == 201, reply.text
    await shop.run()
    _, first, second = _mails(mailbox, shopper.email)
    assert "is on its way" in first["Subject"]
    assert "Part of your order #1001" in _part(first, "plain")
    assert "Everything in your order #1001" in _part(second, "plain")
    html = _part(second, "html")
    assert "JD2" in html
    assert "DHL &lt;b&gt;" in html
    assert 'href="https://track.example/?a=1&amp;b=2"' in html
    assert "Quantity: 1" in html


async def test_a_cancellation_is_told(shop: Any, mailbox: Path) -> None:
    shopper, order = await _buy(shop)
    await shop.store.merchant.post(f"{shop.store.path}/orders/{order['id']}/cancel", json={})
    await shop.run()
    last = _mails(mailbox, shopper.email)[-1]
    assert last["Subject"].startswith("Your order #1001")
    assert "cancelled" in _part(last, "plain")


def test_every_word_is_in_the_catalogue() -> None:
    translate = words("en")
    assert words("de-DE")("sent_by", shop="x") == "Gesendet von x."
    assert words("pl-PL")("sent_by", shop="x") == translate("sent_by", shop="x"), (
        "English where there is nothing else"
    )
    with pytest.raises(KeyError):
        translate("returned")
    with pytest.raises(KeyError):
        translate("no.such.key")
