"""Copies and erasures, asked for over HTTP and answered by jobs."""

import secrets
from datetime import timedelta
from typing import Any

import pytest

from commerce.privacy import service
from commerce.privacy.holdings import HOLDINGS

from ..naming import naming


class Somebody:
    """A shopper with unmistakable words."""

    def __init__(self, shop: Any) -> None:
        self.shop = shop
        mark = secrets.token_hex(6)
        self.email = f"wilma.{mark}@example.com"
        self.name, self.street = f"Wilma {mark}", f"{mark} Canary Street"
        self.words = (self.email, self.name, self.street)

    async def buys(self, variant: Any) -> dict[str, Any]:
        """A paid order."""
        shopper = await self.shop.shopper((variant, 1))
        shopper.email = self.email
        form = await shopper.form(address={"name": self.name, "line1": self.street})
        await shopper.start(form)
        await shopper.choose("pay")
        order: dict[str, Any] = (await shopper.state())["order"]
        await self.shop.run()
        return order

    async def call(self, method: str, path: str, status: int, body: Any = None) -> Any:
        """What the merchant does; the data, or the error."""
        store = self.shop.store
        reply = await store.merchant.request(method, f"{store.path}{path}", json=body)
        assert reply.status_code == status, reply.text
        said = reply.json()
        return said["data"] if status < 400 else said["error"]

    async def id(self) -> str:
        """Theirs as a customer."""
        [row] = await self.call("GET", f"/customers?search={self.email}", 200)
        return str(row["id"])

    async def ask(self, kind: str, status: int = 202) -> Any:
        """A request about them."""
        body = {"kind": kind, "customer_id": await self.id()}
        return await self.call("POST", "/privacy/requests", status, body)

    async def shipped(self, order: str) -> None:
        """Their order is over."""
        seen = await self.call("GET", f"/orders/{order}", 200)
        line = {"item_id": seen["items"][0]["id"], "quantity": 1}
        parcel = {"carrier": "DHL", "tracking_number": "1", "status": "shipped", "items": [line]}
        await self.call("POST", f"/orders/{order}/fulfillments", 201, parcel)
        await self.shop.run()


async def test_an_order_under_way_keeps_its_address_until_it_is_over(shop: Any) -> None:
    """Two orders, one shipped: the erasure empties what is over, says what it waits for, and ends
    when the other order has been shipped. Planted below: a table that is left out."""
    wilma = Somebody(shop)
    variant = await shop.variant(stock=9)
    first, second = await wilma.buys(variant), await wilma.buys(variant)
    await wilma.shipped(first["id"])
    assert {"orders", "carts", "checkouts", "events"} <= (await naming(shop, *wilma.words)).keys()
    customer = await wilma.id()
    preview = await wilma.call("GET", f"/privacy/customers/{customer}", 200)
    assert preview["waits_for"] == [{"what": "orders", "count": 1}]
    assert {"account", "orders", "carts", "mails"} <= {line["topic"] for line in preview["lines"]}

    asked = await wilma.ask("erase")
    assert (asked["state"], asked["email"]) == ("queued", wilma.email)
    await shop.run()
    path = f"/privacy/requests/{asked['id']}"
    waiting = await wilma.call("GET", path, 200)
    assert (waiting["state"], waiting["waits_for"]) == ("waiting", [{"what": "orders", "count": 1}])
    kept = await wilma.call("GET", f"/orders/{second['id']}", 200)
    assert kept["shipping_address"]["line1"] == wilma.street
    gone = await wilma.call("GET", f"/orders/{first['id']}", 200)
    assert gone["shipping_address"]["line1"] == "[erased]"
    assert gone["shipping_address"]["country"] == kept["shipping_address"]["country"]
    assert gone["totals"] == kept["totals"]

    await wilma.shipped(second["id"])
    await shop.run(ahead=timedelta(days=1, minutes=1))
    done = await wilma.call("GET", path, 200)
    assert (done["state"], done["waits_for"], done["email"]) == ("done", [], None)
    emptied = {line["table"]: line["rows"] for line in done["receipt"] if line["done"] == "emptied"}
    assert (emptied["orders"], emptied["checkouts"]) == (2, 2)
    assert await naming(shop, *wilma.words) == {}


async def test_a_copy_says_everything_and_no_secret(shop: Any) -> None:
    """What the tables name somebody in is in the copy, another shopper is not."""
    wilma, other = Somebody(shop), Somebody(shop)
    variant = await shop.variant(stock=9)
    await wilma.buys(variant)
    await other.buys(variant)
    asked = await wilma.ask("export")
    path = f"/privacy/requests/{asked['id']}"
    early = await wilma.call("GET", f"{path}/copy.json", 409)
    assert early["code"] == "copy_not_ready"
    await shop.run()
    done = await wilma.call("GET", path, 200)
    assert done["state"] == "done"
    store = shop.store
    file = await store.merchant.get(f"{store.path}{path}/copy.json")
    assert file.headers["content-disposition"].startswith("attachment")
    told = file.json()
    assert int(done["file_bytes"]) == len(file.content)
    where = await naming(shop, *wilma.words)
    assert where.keys() - {"data_requests"} <= {part["table"] for part in told["data"]}
    assert all(word in file.text for word in wilma.words)
    assert not any(word in file.text for word in other.words)
    assert not {"password_hash", "token_hash", "nonce"} & {
        key for part in told["data"] for row in part["rows"] for key in row
    }


async def test_a_table_that_is_left_out_is_seen(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: events, then mails, forgotten in the list. The scan of the catalogue names them."""
    variant = await shop.variant(stock=9)
    for table in ("events", "mail_messages"):
        wilma = Somebody(shop)
        await wilma.shipped((await wilma.buys(variant))["id"])
        left = [holding for holding in HOLDINGS if holding.table != table]
        monkeypatch.setattr(service, "HOLDINGS", left)
        await wilma.ask("erase")
        await shop.run()
        assert (await naming(shop, *wilma.words)).keys() == {table}


async def test_somebody_else_is_not_touched(shop: Any) -> None:
    """Erasing one shopper leaves the other's words where they were."""
    wilma, other = Somebody(shop), Somebody(shop)
    variant = await shop.variant(stock=9)
    await wilma.shipped((await wilma.buys(variant))["id"])
    await other.buys(variant)
    before = await naming(shop, *other.words)
    await wilma.ask("erase")
    await shop.run()
    assert await naming(shop, *wilma.words) == {}
    assert await naming(shop, *other.words) == before


async def test_erasing_twice_is_refused_and_deleting_is_erasing(shop: Any) -> None:
    """A customer's deletion leaves a receipt as well; one that is gone is not there to be asked
    about."""
    wilma = Somebody(shop)
    await wilma.shipped((await wilma.buys(await shop.variant(stock=9)))["id"])
    customer = await wilma.id()
    await wilma.call("DELETE", f"/customers/{customer}", 200)
    body = {"kind": "erase", "customer_id": customer}
    gone = await wilma.call("POST", "/privacy/requests", 404, body)
    assert gone["code"] == "customer_not_found"
    await shop.run()
    [row] = await wilma.call("GET", "/privacy/requests?kind=erase&state=done", 200)
    assert row["customer_id"] == customer
    assert await naming(shop, *wilma.words) == {}
    body = {"kind": "erase", "customer_id": customer, "forfeit_credit": "yes"}
    await wilma.call("POST", "/privacy/requests", 422, body)
