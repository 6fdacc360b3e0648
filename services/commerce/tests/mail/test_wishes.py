"""Mails that any room wishes for by `mail.service`: with the caller's transaction, once, kept
secret."""

import email
import email.policy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from commerce.mail import service as mail
from commerce.mail.kinds import FACTS, Kind
from ecomm_core.ids import new_id

SECRET = "GIFT-CANARY-7F3K"
GIFT = {
    "code": SECRET,
    "amount": {"amount": 5000, "currency": "EUR"},
    "recipient": "Ada",
    "shop_url": "https://shop.example/",
}


def _sent(mailbox: Path, to: str) -> list[Any]:
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted(mailbox.glob("*.eml"))
    ]
    return [message for message in found if message["To"] == to]


async def _wish(shop: Any, **changes: Any) -> Any:
    values = {
        "tenant_id": shop.tenant_id,
        "store_id": shop.store.id,
        "kind": Kind.GIFT_CARD,
        "to": f"{new_id()}@example.com",
        "key": f"gift-card:{new_id()}",
        "context": GIFT,
        **changes,
    }
    async with shop.transaction() as session:
        return values, await mail.send(session, shop.kernel, **values)


async def test_a_wish_becomes_a_mail_of_the_store(shop: Any, mailbox: Path) -> None:
    wish, mail_id = await _wish(shop)
    assert "commerce.email.gift_card" in await shop.run()
    [message] = _sent(mailbox, wish["to"])
    for kind in ("plain", "html"):
        shown = message.get_body((kind,)).get_content()
        assert SECRET in shown
        assert "€50.00" in shown
    [row] = await shop.rows("select * from mail_messages where id = :id", id=mail_id)
    assert (row["state"], row["template"]) == ("sent", "gift_card")


async def test_what_a_mail_says_is_kept_sealed_and_only_until_it_left(shop: Any) -> None:
    """No stray personal data: neither the row nor the job can be read, and nothing stays."""
    _, mail_id = await _wish(shop)
    [row] = await shop.rows("select * from mail_messages where id = :id", id=mail_id)
    [job] = await shop.rows("select args from outbox where task = 'commerce.email.gift_card'")
    assert SECRET not in f"{row} {job}"
    assert job["args"] == {"mail_id": str(mail_id)}
    await shop.run()
    assert await shop.one("select context from mail_messages where id = :id", id=mail_id) is None


async def test_one_key_is_one_mail(shop: Any, mailbox: Path) -> None:
    """A shared message key makes a double send impossible."""
    wish, first = await _wish(shop)
    _, second = await _wish(shop, key=wish["key"], to=wish["to"])
    assert first is not None
    assert second is None
    await shop.run()
    assert len(_sent(mailbox, wish["to"])) == 1


async def test_a_refused_request_sends_nothing(shop: Any, mailbox: Path) -> None:
    """The wish is part of the caller's transaction."""
    to = f"{new_id()}@example.com"

    async def refused() -> None:
        async with shop.transaction() as session:
            await mail.send(
                session,
                shop.kernel,
                tenant_id=shop.tenant_id,
                store_id=shop.store.id,
                kind=Kind.GIFT_CARD,
                to=to,
                key=f"gift-card:{new_id()}",
                context=GIFT,
            )
            raise LookupError

    with pytest.raises(LookupError):
        await refused()
    assert "commerce.email.gift_card" not in await shop.run()
    assert _sent(mailbox, to) == []


@pytest.fixture
def resolvers(kernel: Any) -> Iterator[None]:
    """What a test registers is gone afterwards."""
    before = dict(kernel.parts.get(mail.RESOLVERS, {}))
    yield
    kernel.parts[mail.RESOLVERS] = before


@pytest.mark.usefixtures("resolvers")
async def test_a_link_is_made_when_the_mail_is_sent(shop: Any, mailbox: Path) -> None:
    """Link tokens are never stored: a resolver makes them again (quality.md §2)."""
    row_id = new_id()

    async def resolve(_kernel: Any, _session: Any, wish: mail.Wish) -> dict[str, str]:
        return {"url": f"https://shop.example/reset?token=made-for-{wish.ref}"}

    mail.resolve_with(shop.kernel, Kind.PASSWORD_RESET, resolve, shoppers=True)
    wish, mail_id = await _wish(
        shop,
        kind=Kind.PASSWORD_RESET,
        key=f"password-reset:{row_id}",
        context={"name": "Ada"},
        ref=row_id,
    )
    assert mail_id is not None
    await shop.run()
    [message] = _sent(mailbox, wish["to"])
    assert f"made-for-{row_id}" in message.get_body(("plain",)).get_content()


@pytest.mark.usefixtures("resolvers")
async def test_what_is_no_longer_wanted_is_not_sent(shop: Any, mailbox: Path) -> None:
    async def gone(_kernel: Any, _session: Any, _wish: mail.Wish) -> None:
        return None

    mail.resolve_with(shop.kernel, Kind.VERIFICATION, gone, shoppers=True)
    wish, mail_id = await _wish(shop, kind=Kind.VERIFICATION, context={"name": None}, ref=new_id())
    await shop.run()
    assert _sent(mailbox, wish["to"]) == []
    assert await shop.one("select state from mail_messages where id = :id", id=mail_id) == "skipped"


async def test_a_mail_of_no_store_is_the_platform_s(shop: Any, mailbox: Path) -> None:
    """A mail without a store carries the platform's name, whatever the shops are called."""
    wish, _ = await _wish(
        shop,
        store_id=None,
        kind=Kind.LOW_STOCK,
        context={
            "items": [
                {"title": "Grace [Hopper](https://evil.example)", "available": 1, "threshold": 5}
            ],
            "url": "https://app.example/inventory",
        },
    )
    await shop.run()
    [message] = _sent(mailbox, wish["to"])
    assert message["From"].addresses[0].display_name == "Ecomm"
    html = message.get_body(("html",)).get_content()
    assert 'href="https://evil.example"' not in html
    assert "[Hopper]" in html


@pytest.mark.usefixtures("resolvers")
async def test_a_reminder_says_how_to_end_it(shop: Any, mailbox: Path) -> None:
    """R7: unsubscribe; RFC 8058 asks for both headers."""

    async def as_it_is(_kernel: Any, _session: Any, _wish: mail.Wish) -> dict[str, str]:
        return {}

    mail.resolve_with(shop.kernel, Kind.ABANDONED_CART, as_it_is, shoppers=True)
    wish, _ = await _wish(
        shop,
        kind=Kind.ABANDONED_CART,
        context=FACTS[Kind.ABANDONED_CART].context.example(),
    )
    await shop.run()
    [message] = _sent(mailbox, wish["to"])
    assert message["List-Unsubscribe"] == "<https://shop.example/unsubscribe?token=example>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    "context",
    [{}, {**GIFT, "more": 1}, {**GIFT, "amount": "5"}, {**GIFT, "shop_url": "javascript:alert(1)"}],
)
async def test_a_context_that_does_not_fit_is_refused_at_once(
    shop: Any, context: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="GiftCard"):
        await _wish(shop, context=context)
    assert await shop.one("select count(*) from mail_messages where store_id is not null") == 0
