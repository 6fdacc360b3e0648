"""An order that everything paid for, in another currency, given back piece by piece."""

import email
import email.policy
import io
from pathlib import Path
from typing import Any
from uuid import UUID

from pypdf import PdfReader
from sqlalchemy import text

from commerce.mail.formats import price
from commerce.orders.invoices.paper import Paper
from ecomm_testing.actors import PASSWORD

from .conftest import Promotions, enter

ADDRESS = {
    "name": "Sina Shopper",
    "line1": "Hauptstrasse 1",
    "city": "Dresden",
    "postal_code": "01099",
    "country": "DE",
}


class Whole:
    """A sale in francs, of a store in euros, paid by gift card, store credit and the provider."""

    def __init__(self, shop: Any, promotions: Promotions) -> None:
        self.shop, self.promotions = shop, promotions
        self.email = "sina@example.com"

    def francs(self, amount: int) -> dict[str, Any]:
        return {"amount": amount, "currency": "CHF"}

    async def buy(self) -> None:
        shop, api = self.shop, self.shop.api
        call = self.promotions.call
        await call("POST", "/currencies", 201, json={"currency": "CHF", "manual_ppm": 950_000})
        seller = {"name": "Shop GmbH", "address": "Weg 1\nErfurt", "tax_id": None, "footer": None}
        await call("PUT", "/invoice-seller", json=seller)
        deal = {"code": "SEVEN", "percent_ppm": 70_000, "target": "order"}
        await self.promotions.discount(**deal)
        registered = await api.post(
            f"{shop.store.public}/customers/register",
            json={"email": self.email, "password": PASSWORD, "name": "Sina"},
        )
        assert registered.status_code == 201, registered.text
        tokens = registered.json()["data"]
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        self.card = await call("POST", "/gift-cards", 201, json={"amount": self.francs(1500)})
        grant = {"customer_id": tokens["user"]["id"], "amount": self.francs(777), "note": "x"}
        self.credit = await call("POST", "/store-credits", 201, json=grant)
        self.variants = [
            await shop.variant(price=amount, stock=9, title=title)
            for amount, title in ((599, "Cup"), (899, "Pot"), (133, "Lid"))
        ]
        opened = await api.put(
            f"{shop.store.public}/customers/me/cart", json={"currency": "CHF"}, headers=bearer
        )
        assert opened.status_code == 200, opened.text
        cart = opened.json()["data"]
        self.shopper = await shop.shopper()
        self.shopper.cart_id, self.shopper.token = cart["id"], cart["token"]
        moved = await api.patch(
            self.shopper.cart, json={"currency": "CHF"}, headers=self.shopper.headers
        )
        assert moved.json()["data"]["totals"]["total"]["currency"] == "CHF", moved.text
        for variant, units in zip(self.variants, (3, 1, 7), strict=True):
            await self.shopper.add(variant, units)
        await enter(self.shopper, "SEVEN")
        await enter(self.shopper, self.card["code"])
        self.shopper.email = self.email
        await self.shopper.start(await self.shopper.form(use_store_credit=True, address=ADDRESS))
        assert (await self.shopper.choose("pay")).status_code == 200
        state = await self.shopper.state()
        assert state["state"] == "completed", state
        self.id, self.token = state["order"]["id"], state["order"]["token"]
        await shop.run()
        async with shop.transaction() as session:
            # The mock's orders are tests, and those have no invoices.
            await session.execute(
                text("update orders set test = false where id = :id"), {"id": UUID(self.id)}
            )

    async def order(self) -> dict[str, Any]:
        return await self.promotions.order(self.id)

    async def refund(self, **body: Any) -> dict[str, Any]:
        made: dict[str, Any] = await self.promotions.call(
            "POST", f"/orders/{self.id}/refunds", 201, json=body
        )
        return made

    async def balances(self) -> tuple[int, int]:
        """(on the gift card, of the credit)."""
        credit = await self.promotions.call("GET", f"/store-credits/{self.credit['id']}")
        return await self.promotions.balance(self.card), credit["balance"]["amount"]

    async def at_provider(self) -> tuple[int, int]:
        """(captured, refunded) as the payment provider has it."""
        ref = str(self.shopper.payment_url).rsplit("/", 1)[1]
        told = await self.shop.providers.mock.fetch(ref)
        return told.amount_captured, told.amount_refunded


def shown(amount: dict[str, Any]) -> str:
    return " ".join(price(amount["amount"], amount["currency"], "en").split())


async def test_everything_that_paid_gets_back_what_it_gave_and_all_papers_agree(
    shop: Any, promotions: Promotions, books: Any, mailbox: Path
) -> None:
    """R2.3, R2.4, R4.1, R4.6, R6.5, R9.1: an order with a discount and tax, in the second currency,
    paid by gift card, store credit and the provider. Each figure on the order, in the mail and on
    the invoice is the same stored one. Line by line and unit by unit it goes back: the provider
    first, then credit, then the gift card, none more than it gave; the last lands exactly, and the
    credit notes come to the invoice. The books hold after each step."""
    sale = Whole(shop, promotions)
    await sale.buy()
    assert await books(shop) == []
    order = await sale.order()
    total, currency = order["totals"]["total"]["amount"], order["totals"]["total"]["currency"]
    assert currency == "CHF"
    assert order["totals"]["discount"]["amount"] > 0
    assert order["shipping"]["gross"]["amount"] > 0
    assert order["totals"]["tax"]["amount"] > 0
    tenders = {tender["kind"]: tender["amount"]["amount"] for tender in order["tenders"]}
    assert tenders["gift_card"] == 1500
    assert tenders["store_credit"] == 777
    assert sum(tenders.values()) == total
    assert await sale.at_provider() == (tenders["provider"], 0)
    assert await sale.balances() == (0, 0)
    parts = [*order["items"], order["shipping"]]
    for name in ("net", "tax", "gross"):
        if name == "gross":
            assert sum(part[name]["amount"] for part in parts) == total
    assert all(p["net"]["amount"] + p["tax"]["amount"] == p["gross"]["amount"] for p in parts)
    assert (
        sum(share["amount"]["amount"] for share in order["taxes"])
        == (order["totals"]["tax"]["amount"])
    )

    await promotions.call("POST", "/invoices", json={"order_ids": [sale.id]})
    reply = await shop.store.merchant.get(
        f"{shop.store.path}/invoices/pdf", params={"order_ids": sale.id}
    )
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(reply.content)).pages]
    paper = " ".join(" ".join(pages).split())
    told = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in mailbox.glob("*.eml")
    ]
    [mail] = [
        m for m in told if sale.email in str(m["to"]) and str(order["number"]) in m["subject"]
    ]
    plain = mail.get_body(("plain",))
    assert plain is not None
    letter = " ".join(plain.get_content().split())
    page = await shop.api.get(
        f"{shop.store.public}/orders/{sale.id}", headers={"X-Order-Token": sale.token}
    )
    assert page.json()["data"]["totals"] == order["totals"]
    for name in ("total", "tax"):
        figure = shown(order["totals"][name])
        assert figure in paper, name
        assert figure in letter, name
    for tender in order["tenders"]:
        assert shown(tender["amount"]) in paper, tender["kind"]
    for item in order["items"]:
        assert shown(item["gross"]) in paper

    expected = dict.fromkeys(tenders, 0)
    given = 0
    steps = [
        {"lines": [{"item_id": item["id"], "quantity": 1}]}
        for item in order["items"]
        for _ in range(item["quantity"])
    ]
    steps.append({"shipping": order["shipping"]["gross"]})
    for step in steps:
        made = await sale.refund(**step)
        amount = made["amount"]["amount"]
        given += amount
        for kind in ("provider", "store_credit", "gift_card"):
            part = min(amount, tenders[kind] - expected[kind])
            expected[kind] += part
            amount -= part
        assert amount == 0
        assert await books(shop) == []
        now = {t["kind"]: t["refunded"]["amount"] for t in (await sale.order())["tenders"]}
        assert now == expected, step
        assert await sale.at_provider() == (tenders["provider"], expected["provider"])
        assert await sale.balances() == (expected["gift_card"], expected["store_credit"])
    order = await sale.order()
    assert given == total
    assert (order["payment_status"], order["refundable"]["amount"]) == ("refunded", 0)
    assert (
        sum(entry["tax"]["amount"] for entry in order["refunds"])
        == (order["totals"]["tax"]["amount"])
    )
    refused = await promotions.call(
        "POST", f"/orders/{sale.id}/refunds", 409, json={"adjustment": sale.francs(1)}
    )
    assert refused["code"] == "not_refundable"

    await promotions.call("POST", "/invoices", json={"order_ids": [sale.id]})
    invoice, *notes = [
        Paper.model_validate(row["document"])
        for row in await shop.rows("select document from invoices order by number")
    ]
    assert len(notes) == len(steps)
    for name in ("net", "tax", "gross"):
        assert sum(getattr(note, name) for note in notes) == getattr(invoice, name), name
    for entry in invoice.taxes:
        back = sum(
            other.tax
            for note in notes
            for other in note.taxes
            if (other.name, other.rate_ppm) == (entry.name, entry.rate_ppm)
        )
        assert back == entry.tax
    by_label: dict[str, int] = {}
    for note in notes:
        for tender in note.tenders:
            by_label[tender.label] = by_label.get(tender.label, 0) + tender.amount
    assert by_label == {tender.label: tender.amount for tender in invoice.tenders}


async def test_a_cancelled_order_gives_each_tender_its_own_back(
    shop: Any, promotions: Promotions, books: Any
) -> None:
    """R6.1, R6.5: after a unit was refunded already, cancelling gives the rest back, to the cent;
    stock and the use of the discount are free again."""
    sale = Whole(shop, promotions)
    await sale.buy()
    order = await sale.order()
    first = order["items"][0]
    await sale.refund(lines=[{"item_id": first["id"], "quantity": 1}])
    assert await books(shop) == []
    await promotions.call("POST", f"/orders/{sale.id}/cancel", json={"reason": "customer"})
    assert await books(shop) == []
    order = await sale.order()
    assert (order["status"], order["payment_status"]) == ("cancelled", "refunded")
    for tender in order["tenders"]:
        assert tender["refunded"] == tender["amount"], tender["kind"]
    captured, refunded = await sale.at_provider()
    assert captured == refunded
    assert await sale.balances() == (1500, 777)
    for variant in sale.variants:
        assert await shop.stock(variant) == (9, 0, 0)
