"""A shop whose money is watched: everything that moves it, and the books after each step."""

import random
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg

from ecomm_core import clock
from ecomm_testing.actors import PASSWORD
from ecomm_testing.cluster import Cluster

INVARIANTS = (Path(__file__).parent / "invariants.sql").read_text()
WHEN_QUIET = {
    "every outbox row is delivered or dead",
    "an order is announced and confirmed once",
}
"""Hold when the worker has done its work, not before."""
REGULAR = "sina@example.com"
"""Who has an account in every shop of these."""
COUNTRIES = ("DE", "DE", "AT", "FR")
_MAKES_TABLE = "create temp table broken (invariant text, detail text) on commit drop;"


class Crash(Exception):
    """The process died between its commit and its reply."""


@dataclass(slots=True)
class Books:
    """The invariants, for one tenant: read by the application's role under row-level security, so
    that what other tests do to their own shops is not seen."""

    cluster: Cluster
    database: str
    tenant: str

    async def broken(self, *, quiet: bool, at: datetime | None = None) -> list[str]:
        """What does not hold. quiet: the worker has done what was due until `at` (else now): what
        fell due since then waits for nobody's fault."""
        moment = at or clock.now()
        connection = await asyncpg.connect(
            self.cluster.postgres.superuser_url(self.database),
            server_settings={"search_path": "commerce"},
        )
        try:
            async with connection.transaction():
                await connection.execute(_MAKES_TABLE)
                await connection.execute("grant insert, select on broken to commerce_app")
                await connection.execute("set local role commerce_app")
                await connection.execute(
                    "select set_config('app.tenant_id', $1, true)", self.tenant
                )
                assert _MAKES_TABLE in INVARIANTS
                checks = INVARIANTS.replace(_MAKES_TABLE, "")
                # Holds end by the clock of the rules, which the tests may have moved.
                await connection.execute(
                    checks.replace("now()", f"timestamptz '{moment.isoformat()}'")
                )
                found = await connection.fetch("select invariant, detail from broken")
        finally:
            await connection.close()
        return [
            f"{row['invariant']}: {row['detail']}"
            for row in found
            if quiet or row["invariant"] not in WHEN_QUIET
        ]


@dataclass(slots=True)
class MoneyWorld:
    """One store with a second currency, discounts, a gift card and credit; its shoppers and
    orders. `pick` chooses among what there is."""

    shop: Any
    books: Books
    second: str
    variants: list[Any] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    shoppers: list[Any] = field(default_factory=list)
    undelivered: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)
    delivered: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)
    credits: list[dict[str, Any]] = field(default_factory=list)
    """Store credit of the one customer who has an account, in either currency."""
    bearer: dict[str, str] = field(default_factory=dict)
    happened: list[str] = field(default_factory=list)

    async def call(self, method: str, path: str, status: int, body: Any = None) -> Any:
        """What the merchant does and what must work."""
        store = self.shop.store
        reply = await store.merchant.request(method, f"{store.path}{path}", json=body)
        assert reply.status_code == status, reply.text
        return reply.json()["data"]

    async def open(self) -> None:
        """The merchant sets the shop up."""
        own = self.shop.store.currency
        self.variants = [
            await self.shop.variant(price=price, stock=stock)
            for price, stock in ((100, 40), (333, 25), (1999, 12), (10_000, None))
        ]
        second = {"currency": self.second, "manual_ppm": 1_370_000}
        await self.call("POST", "/currencies", 201, second)
        deals: list[dict[str, Any]] = [
            {"percent_ppm": 125_000},
            {"kind": "fixed", "amount": {"amount": 7, "currency": own}},
            {"percent_ppm": 333_333, "usage_limit": 3},
        ]
        for number, fields in enumerate(deals):
            code = f"DEAL{number}{secrets.token_hex(2)}".upper()
            await self.discount(code, fields)
            self.codes.append(code)
        for amount in (120, 2500):
            value = {"amount": {"amount": amount, "currency": own}}
            self.cards.append(await self.call("POST", "/gift-cards", 201, value))

        await self.account()

        async def hear_later(body: bytes, headers: Any) -> int:
            self.undelivered.append((body, dict(headers)))
            return 200

        self.shop.providers.deliver = hear_later

    async def account(self) -> None:
        """A customer with an account and credit in both currencies."""
        registered = await self.shop.api.post(
            f"{self.shop.store.public}/customers/register",
            json={"email": REGULAR, "password": PASSWORD, "name": "Sina"},
        )
        assert registered.status_code == 201, registered.text
        tokens = registered.json()["data"]
        self.bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        for currency in (self.shop.store.currency, self.second):
            amount = {"amount": 55, "currency": currency}
            grant = {"customer_id": tokens["user"]["id"], "amount": amount, "note": "sorry"}
            self.credits.append(await self.call("POST", "/store-credits", 201, grant))

    async def discount(self, code: str, fields: dict[str, Any]) -> None:
        """A discount by code, beside all others."""
        body = {
            "name": code,
            "code": code,
            "kind": "percentage",
            "combines_with": ["product", "order", "shipping"],
            **fields,
        }
        await self.call("POST", "/discounts", 201, body)

    async def come(self, pick: int) -> None:
        """A new shopper with two lines, in either currency; a third of the time the customer with
        the account, whose cart may be one that was left."""
        chance = random.Random(pick)
        currency = chance.choice([None, None, self.second])
        api, public = self.shop.api, self.shop.store.public
        body = {"currency": currency} if currency else {}
        shopper = await self.shop.shopper()
        if pick % 3 == 1:
            made = await api.put(f"{public}/customers/me/cart", json=body, headers=self.bearer)
            shopper.email = REGULAR
        else:
            made = await api.post(f"{public}/carts", json=body)
        assert made.status_code in {200, 201}, made.text
        shopper.cart_id, shopper.token = made.json()["data"]["id"], made.json()["data"]["token"]
        for variant in chance.sample(self.variants, 2):
            reply = await shopper.call(
                "POST",
                f"{shopper.cart}/lines",
                json={"variant_id": str(variant), "quantity": chance.randint(1, 3)},
            )
            assert reply.status_code in {201, 409, 422}, reply.text
        self.shoppers.append(shopper)

    async def code(self, pick: int) -> None:
        """A code or a card on a cart; refused ones change nothing."""
        if not self.shoppers:
            return
        words = [*self.codes, *(card["code"] for card in self.cards)]
        shopper = self.shoppers[-1 - pick % min(3, len(self.shoppers))]
        reply = await shopper.call(
            "POST", f"{shopper.cart}/codes", json={"code": words[pick % len(words)]}
        )
        assert reply.status_code < 500, reply.text

    async def start(self, pick: int, *, crash: bool = False) -> None:
        """Checkout; with `crash` the reply is lost after the commit, and it is asked again."""
        if not self.shoppers:
            return
        shopper = self.shoppers[-1 - pick % min(3, len(self.shoppers))]
        country = COUNTRIES[pick % len(COUNTRIES)]
        rates = await shopper.call(
            "GET", f"{shopper.cart}/shipping-rates", params={"country": country}
        )
        if rates.status_code != 200 or not rates.json()["data"]["rates"]:
            return
        body = await shopper.form(
            address={"country": country, "postal_code": "10115" if country == "DE" else "1010"},
            shipping_rate_id=rates.json()["data"]["rates"][0]["id"],
            use_store_credit=pick % 4 > 0,  # a guest has none
        )
        if crash:
            await self._dies(lambda: shopper.post_checkout(body))
        reply = await shopper.post_checkout(body)
        assert reply.status_code in {201, 409, 422}, reply.text
        said = "" if reply.status_code == 201 else reply.json()["error"]["code"]
        self.happened.append(f"checkout {reply.status_code} {said}")
        if reply.status_code == 201:
            data = reply.json()["data"]
            shopper.checkout_id, shopper.payment_url = data["checkout_id"], data["payment_url"]

    async def press(self, pick: int) -> None:
        """A button on the payment page; the provider's webhooks wait."""
        action = ("pay", "pay", "pay_late", "decline")[pick % 4]
        there = [one for one in self.shoppers if one.payment_url]
        if not there:
            return
        shopper = there[pick % len(there)]
        reply = await shopper.choose(action)
        assert reply.status_code in {200, 409}, reply.text
        self.happened.append(f"{action} {reply.status_code}")
        if action == "pay":
            shopper.payment_url = None

    async def come_back(self, pick: int, *, crash: bool = False) -> None:
        """The browser returns from the payment page, or dies on the way and returns again."""
        there = [one for one in self.shoppers if one.checkout_id]
        if not there:
            return
        shopper = there[pick % len(there)]
        if crash:
            path = f"{self.shop.store.public}/checkout/{shopper.checkout_id}"
            await self._dies(lambda: shopper.call("GET", path))
        await shopper.state()

    async def webhook(self, pick: int) -> None:
        """One that waits, in any order; or one that was heard before, again."""
        if self.undelivered:
            one = self.undelivered.pop(pick % len(self.undelivered))
            self.delivered.append(one)
        elif self.delivered:
            one = self.delivered[pick % len(self.delivered)]
        else:
            return
        for _ in range(1 + pick % 2):
            reply = await self.shop.api.post(
                "/api/v1/webhooks/mock", content=one[0], headers=one[1]
            )
            assert reply.status_code == 200, reply.text

    async def refund(self, pick: int) -> None:
        """Units of a line, some shipping, or a free amount."""
        order = await self.order(pick)
        if order is None:
            return
        item = order["items"][pick % len(order["items"])]
        currency = order["totals"]["total"]["currency"]
        body: dict[str, Any] = {
            "lines": [
                {
                    "item_id": item["id"],
                    "quantity": 1 + pick % item["quantity"],
                    "restock": pick % 3 > 0,
                }
            ]
        }
        if pick % 4 == 0:
            body["shipping"] = {"amount": 1 + pick % 50, "currency": currency}
        if pick % 5 == 0:
            body["adjustment"] = {"amount": pick % 90 - 30, "currency": currency}
        await self.post(f"/orders/{order['id']}/refunds", body)

    async def ship(self, pick: int) -> None:
        """A parcel with a unit."""
        order = await self.order(pick)
        if order is not None:
            item = order["items"][pick % len(order["items"])]
            path = f"/orders/{order['id']}/fulfillments"
            parcel = {
                "carrier": "DHL",
                "tracking_number": "1",
                "status": "shipped",
                "items": [{"item_id": item["id"], "quantity": 1}],
            }
            made = await self.post(path, parcel)
            if made is not None and pick % 2:
                await self.post(f"{path}/{made['id']}/move", {"to": "delivered"})

    async def send_back(self, pick: int) -> None:
        """A return, from asking to its refund."""
        order = await self.order(pick)
        if order is None:
            return
        item = order["items"][pick % len(order["items"])]
        lines = [{"item_id": item["id"], "quantity": 1}]
        made = await self.post(f"/orders/{order['id']}/returns", {"lines": lines})
        if made is None:
            return
        path = f"/returns/{made['id']}"
        await self.post(f"{path}/approve", {})
        await self.post(f"{path}/receive", {"lines": [{"item_id": item["id"], "received": 1}]})
        await self.post(f"{path}/complete", {})

    async def cancel(self, pick: int) -> None:
        """The merchant cancels: void or refund."""
        order = await self.order(pick)
        if order is not None and pick % 3 == 0:
            await self.post(f"/orders/{order['id']}/cancel", {"restock": pick % 2 == 0})

    async def adjust(self, pick: int) -> None:
        """A correction of a card's balance, or of the customer's credit."""
        balances = [
            *(f"/gift-cards/{card['id']}" for card in self.cards),
            *(f"/store-credits/{credit['id']}" for credit in self.credits),
        ]
        body = {"amount": pick * 7 - 60 or 1, "note": "x"}
        await self.post(f"{balances[pick % len(balances)]}/adjust", body)

    async def work(self, _pick: int) -> None:
        """The worker does what is due."""
        await self.shop.run()

    async def order(self, pick: int) -> Any:
        found = await self.call("GET", "/orders", 200)
        if not found:
            return None
        return await self.call("GET", f"/orders/{found[pick % len(found)]['id']}", 200)

    async def post(self, path: str, body: dict[str, Any]) -> Any:
        """A merchant's step; a refusal is one, a fault is none."""
        store = self.shop.store
        reply = await store.merchant.post(f"{store.path}{path}", json=body)
        assert reply.status_code < 500, reply.text
        assert reply.status_code != 404, reply.text
        self.happened.append(f"{path.rsplit('/', 1)[-1]} {reply.status_code}")
        return reply.json()["data"] if reply.status_code < 300 else None

    async def _dies(self, call: Any) -> None:
        """Run a call whose process dies after its commit: nobody hears of what it did."""
        signals = self.shop.kernel.database.signals
        usual = signals.after_commit

        async def die(_pending: Any) -> None:
            raise Crash

        signals.after_commit = die
        try:
            reply = await call()
            if reply.status_code == 500:
                self.happened.append("crashed")
        finally:
            signals.after_commit = usual

    async def settle(self) -> datetime:
        """All webhooks heard, all returned, all work done that was due at the returned moment."""
        while self.undelivered:
            await self.webhook(0)
        for number in range(len(self.shoppers)):
            await self.come_back(number)
        await self.shop.run()
        while self.undelivered:
            await self.webhook(0)
        moment = clock.now()
        await self.shop.run()
        return moment
