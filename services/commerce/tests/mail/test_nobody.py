"""Nobody writes to whoever was forgotten."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from commerce.mail import sending
from commerce.mail import service as mail
from commerce.mail.kinds import Kind
from commerce.mail.nobody import NOBODY, is_nobody
from ecomm_core.ids import new_id


async def _wish(shop: Any, to: str) -> Any:
    async with shop.transaction() as session:
        mail_id = await mail.send(
            session,
            shop.kernel,
            tenant_id=shop.tenant_id,
            store_id=shop.store.id,
            kind=Kind.ACCOUNT_DELETED,
            to=to,
            key=f"try:{new_id()}",
            context={"name": None},
        )
    await shop.run()
    [row] = await shop.rows("select * from mail_messages where id = :id", id=mail_id)
    return row


def _to_nobody(mailbox: Path) -> int:
    return sum(NOBODY in path.read_bytes().decode() for path in mailbox.glob("*.eml"))


async def test_a_mail_to_nobody_is_skipped_and_says_why(shop: Any, mailbox: Path) -> None:
    """However the address is written."""
    for to in (f"{new_id()}@{NOBODY}", f"X@{NOBODY.upper()}"):
        row = await _wish(shop, to)
        assert (row["state"], row["error"]) == ("skipped", sending.FORGOTTEN)
        assert (row["context"], row["sent_at"]) == (None, None)
    assert _to_nobody(mailbox) == 0


async def test_a_naive_sender_writes_to_nobody(
    shop: Any, mailbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: a sender that does not look whom it writes to."""
    monkeypatch.setattr(sending, "is_nobody", lambda _address: False)
    row = await _wish(shop, f"{new_id()}@{NOBODY}")
    assert row["state"] == "sent"
    assert _to_nobody(mailbox) == 1


async def test_an_order_of_somebody_who_was_forgotten_mails_nobody(
    shop: Any, mailbox: Path
) -> None:
    """Mails made of an order's rows go the same way: shipped after its buyer was erased."""
    order = await (await shop.shopper((await shop.variant(stock=3), 1))).buy()
    await shop.run()
    async with shop.transaction() as session:
        await session.execute(
            text("update orders set email = :nobody"), {"nobody": f"{new_id()}@{NOBODY}"}
        )
    item = (await shop.store.merchant.get(f"{shop.store.path}/orders/{order['id']}")).json()
    line = {"item_id": item["data"]["items"][0]["id"], "quantity": 1}
    body = {"carrier": "DHL", "tracking_number": "1", "status": "shipped", "items": [line]}
    path = f"{shop.store.path}/orders/{order['id']}/fulfillments"
    assert (await shop.store.merchant.post(path, json=body)).status_code == 201
    await shop.run()
    [row] = await shop.rows("select * from mail_messages where template = 'shipping'")
    assert (row["state"], row["error"]) == ("skipped", sending.FORGOTTEN)
    assert _to_nobody(mailbox) == 0


def test_somebody_is_not_nobody() -> None:
    for address in ("ada@example.com", f"{NOBODY}@example.com", f"a@not{NOBODY}", "", "@"):
        assert not is_nobody(address)
