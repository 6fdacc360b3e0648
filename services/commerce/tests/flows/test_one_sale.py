"""One sale from the first click to the mail."""

from pathlib import Path
from typing import Any


async def test_a_cart_becomes_a_paid_order_and_a_mail(shop: Any, mailbox: Path) -> None:
    variant = await shop.variant(price=2499, stock=10, title="Pour-over <b>kettle</b>")
    shopper = await shop.shopper((variant, 2))
    rates = await shopper.rates()
    assert rates["rates"][0]["amount"] == {"amount": 490, "currency": "EUR"}
    started = await shopper.start()
    assert started["totals"]["total"]["amount"] == 2 * 2499 + 490
    assert await shop.stock(variant) == (10, 0, 2)

    paid = await shopper.choose("pay")
    assert paid.json()["data"]["webhook_delivered"] is True
    state = await shopper.state()

    assert state["state"] == "completed"
    assert state["order"]["number"] == 1001
    assert await shop.stock(variant) == (10, 2, 0)
    assert (await shopper.look())["status"] == "completed"
    ran = await shop.run()
    assert ran.count("commerce.email.order_confirmation") == 1
    assert len(_mails_to(mailbox, shopper.email)) == 1


def _mails_to(mailbox: Path, address: str) -> list[str]:
    mails = [path.read_text("utf-8") for path in mailbox.glob("*.eml")]
    return [mail for mail in mails if address in mail]
